package dev.sluice.forward;

import dev.sluice.compile.ServingState;
import java.util.concurrent.atomic.AtomicReference;

/** What the exchanges of one lane share. Confined to it, but for {@code serving}. */
final class LaneState<B> {
    final Lane<B> lane;
    final AtomicReference<ServingState> serving;
    final LaneObserver observer;
    final Tunnels tunnels;
    final Deadlines deadlines;
    final RetryBudget budget;
    final LaneRandom random;
    final RequestIds ids;

    LaneState(Lane<B> lane, AtomicReference<ServingState> serving, LaneObserver observer, Tunnels tunnels, long seed) {
        this.lane = lane;
        this.serving = serving;
        this.observer = observer;
        this.tunnels = tunnels;
        this.deadlines = new Deadlines(lane);
        this.budget = new RetryBudget(lane.nanoTime());
        this.random = new LaneRandom(seed);
        this.ids = new RequestIds(random);
    }
}
