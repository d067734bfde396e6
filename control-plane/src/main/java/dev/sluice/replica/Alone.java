package dev.sluice.replica;

import dev.sluice.rollout.Decision;
import dev.sluice.translate.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The only replica: leads, and shares with nobody. */
public final class Alone implements Peers {
    private final ReplicaId self;
    private final List<Listener> listeners = new ArrayList<>();
    private Replicas replicas = Replicas.NONE;
    private Memory kept = Memory.NOTHING;
    private Decision decision = Decision.NONE;

    public Alone(ReplicaId self) {
        this.self = self;
    }

    @Override
    public ReplicaId self() {
        return self;
    }

    @Override
    public synchronized void report(ReplicaReport report) {
        if (replicas.report(self).equals(Optional.of(report))) {
            return;
        }
        replicas = replicas.with(report);
        listeners.forEach(listener -> listener.replicas(replicas));
    }

    @Override
    public synchronized void keep(Memory now) {
        if (now.equals(kept)) {
            return;
        }
        kept = now;
        listeners.forEach(listener -> listener.memory(kept, true));
    }

    @Override
    public synchronized void decide(Decision next) {
        decision = decision.merge(next);
        listeners.forEach(listener -> listener.decision(decision));
    }

    @Override
    public boolean leading() {
        return true;
    }

    @Override
    public synchronized void listen(Listener listener) {
        listeners.add(listener);
        listener.replicas(replicas);
        listener.memory(kept, true);
        listener.decision(decision);
        listener.leading(true);
    }

    @Override
    public void close() {}
}
