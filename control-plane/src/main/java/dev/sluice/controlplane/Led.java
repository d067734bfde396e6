package dev.sluice.controlplane;

import dev.sluice.cluster.Leadership;
import dev.sluice.replica.Peers;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import dev.sluice.translate.Memory;

/** Peers as others would be, but who leads is decided in the cluster. */
record Led(Peers peers, Leadership leadership) implements Peers {
    @Override
    public ReplicaId self() {
        return peers.self();
    }

    @Override
    public void report(ReplicaReport report) {
        peers.report(report);
    }

    @Override
    public void keep(Memory kept) {
        peers.keep(kept);
    }

    @Override
    public void decide(Decision decision) {
        peers.decide(decision);
    }

    @Override
    public boolean leading() {
        return leadership.leading();
    }

    @Override
    public void listen(Listener listener) {
        peers.listen(new Unled(listener));
        leadership.listen(listener::leading);
    }

    @Override
    public void close() {
        peers.close();
    }

    /** Does not hear who leads. */
    private record Unled(Listener listener) implements Listener {
        @Override
        public void replicas(Replicas now) {
            listener.replicas(now);
        }

        @Override
        public void memory(Memory now, boolean heard) {
            listener.memory(now, heard);
        }

        @Override
        public void decision(Decision now) {
            listener.decision(now);
        }
    }
}
