package dev.sluice.receipt;

import dev.sluice.replica.Peers;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import dev.sluice.translate.Memory;
import java.util.ArrayList;
import java.util.List;

/** Leads when the test says so, and hears nothing from others. */
final class LedBySwitch implements Peers {
    private final List<Listener> listeners = new ArrayList<>();
    private volatile boolean leading = true;

    void leading(boolean now) {
        leading = now;
        listeners.forEach(listener -> listener.leading(now));
    }

    @Override
    public ReplicaId self() {
        return new ReplicaId("here", 1);
    }

    @Override
    public void report(ReplicaReport report) {}

    @Override
    public void keep(Memory kept) {}

    @Override
    public void decide(Decision decision) {}

    @Override
    public boolean leading() {
        return leading;
    }

    @Override
    public void listen(Listener listener) {
        listeners.add(listener);
        listener.replicas(Replicas.NONE);
        listener.leading(leading);
    }

    @Override
    public void close() {}
}
