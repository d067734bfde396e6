package dev.sluice.receipt;

import dev.sluice.replica.Peers;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import java.util.concurrent.atomic.AtomicBoolean;

/** What peers said last. However often they speak, one nudge is on its way at a time. Safe for every thread. */
final class Heard implements Peers.Listener {
    private final Runnable nudge;
    private final AtomicBoolean nudged = new AtomicBoolean();
    private volatile Replicas replicas = Replicas.NONE;
    private volatile Decision decision = Decision.NONE;

    Heard(Runnable nudge) {
        this.nudge = nudge;
    }

    /** What is said from now on leads to another nudge. To be called before the values are read. */
    void begin() {
        nudged.set(false);
    }

    Replicas replicas() {
        return replicas;
    }

    Decision decision() {
        return decision;
    }

    @Override
    public void replicas(Replicas now) {
        replicas = now;
        nudge();
    }

    @Override
    public void decision(Decision now) {
        decision = now;
        nudge();
    }

    @Override
    public void leading(boolean now) {
        nudge();
    }

    private void nudge() {
        if (nudged.compareAndSet(false, true)) {
            nudge.run();
        }
    }
}
