package dev.sluice.forward;

import dev.sluice.compile.ServingState;
import java.util.concurrent.atomic.AtomicReference;

/** What the exchanges of one lane share. Confined to it, but for {@code serving}. */
final class LaneState<B> {
    final Lane<B> lane;
    final AtomicReference<ServingState> serving;
    final LaneObserver observer;
    final Front front;
    final Tunnels tunnels;
    final Shedding shedding;
    final Deadlines deadlines;
    final RetryBudget budget;
    final LaneRandom random;
    final RequestIds ids;

    LaneState(
            Lane<B> lane,
            AtomicReference<ServingState> serving,
            LaneObserver observer,
            Front front,
            Tunnels tunnels,
            int lanes,
            long seed) {
        this.lane = lane;
        this.serving = serving;
        this.observer = observer;
        this.front = front;
        this.tunnels = tunnels;
        this.shedding = new Shedding(front.overload(), lanes);
        this.deadlines = new Deadlines(lane, shedding);
        this.budget = new RetryBudget(lane.nanoTime());
        this.random = new LaneRandom(seed);
        this.ids = new RequestIds(random);
    }
}
