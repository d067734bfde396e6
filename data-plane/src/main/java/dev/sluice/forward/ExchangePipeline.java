package dev.sluice.forward;

import dev.sluice.compile.ServingState;
import dev.sluice.http.Authority;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** Serves requests from whatever serving state is in force when they come. Safe for every lane at once. */
public final class ExchangePipeline implements Pipeline {
    private final AtomicReference<ServingState> serving;
    private final IntFunction<LaneObserver> observers;
    private final Front front;
    private final Tunnels tunnels;
    private final SecureRandom seeds = new SecureRandom();
    private final AtomicReferenceArray<LaneState<?>> lanes;

    /** As many tunnels as is usual; nobody is in front. */
    public ExchangePipeline(AtomicReference<ServingState> serving, int lanes, IntFunction<LaneObserver> observers) {
        this(serving, lanes, observers, Front.NONE, new Tunnels(Tunnels.USUAL_MOST));
    }

    /**
     * @param serving read once a request
     * @param lanes how many lanes the engine has, 1 or more
     * @param observers asked once for each lane
     * @param front what stands in front of the whole proxy
     * @param tunnels how many there may be
     */
    public ExchangePipeline(
            AtomicReference<ServingState> serving,
            int lanes,
            IntFunction<LaneObserver> observers,
            Front front,
            Tunnels tunnels) {
        this.serving = serving;
        this.front = front;
        this.observers = observers;
        this.tunnels = tunnels;
        this.lanes = new AtomicReferenceArray<>(lanes);
    }

    @Override
    public <B> ClientEvents<B> connected(ClientSide<B> client, Lane<B> lane) {
        return new Exchange<>(client, state(lane));
    }

    @Override
    public <B> StreamEvents<B> passed(
            StreamSide<B> client, ClientConnection connection, Authority serverName, Lane<B> lane) {
        Passage<B> passage = new Passage<>(client, connection, serverName.toString(), state(lane));
        passage.begin(serverName);
        return passage;
    }

    @SuppressWarnings("unchecked") // what a lane put in, the same lane takes out
    private <B> LaneState<B> state(Lane<B> lane) {
        LaneState<?> known = lanes.get(lane.index());
        if (known == null) {
            known = new LaneState<>(
                    lane, serving, observers.apply(lane.index()), front, tunnels, lanes.length(), seeds.nextLong());
            lanes.set(lane.index(), known);
        }
        return (LaneState<B>) known;
    }
}
