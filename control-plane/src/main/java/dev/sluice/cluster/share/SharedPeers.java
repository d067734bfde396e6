package dev.sluice.cluster.share;

import akka.actor.typed.ActorRef;
import dev.sluice.cluster.ClusterActor;
import dev.sluice.cluster.Leadership;
import dev.sluice.replica.Peers;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import dev.sluice.translate.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this replica shares, over all lives of the cluster's actor system: what it says itself, and what it has heard. Each
 * life's {@link Sharer} is given the first when it begins, and brings the second; between two lives what was heard stays.
 */
public final class SharedPeers implements Peers {
    private final ReplicaId self;
    private final Leadership leadership;
    private final ShareParts parts;
    private final List<Listener> listeners = new ArrayList<>();
    private @Nullable ActorRef<Sharer.Command> sharer;
    private Optional<ReplicaReport> own = Optional.empty();
    private Replicas others = Replicas.NONE;
    private Memory kept = Memory.NOTHING;
    private Memory shared = Memory.NOTHING;
    private boolean heard;
    private boolean keeps;
    private Decision decision = Decision.NONE;

    public SharedPeers(ReplicaId self, Leadership leadership, ShareParts parts) {
        this.self = self;
        this.leadership = leadership;
        this.parts = parts;
    }

    /** What every life of the cluster's actor system has to run. */
    public ClusterActor actor() {
        return new ClusterActor(Sharer.NAME, Sharer.create(this, parts));
    }

    @Override
    public ReplicaId self() {
        return self;
    }

    @Override
    public synchronized void report(ReplicaReport report) {
        if (!own.equals(Optional.of(report))) {
            own = Optional.of(report);
            tellReplicas();
            tell(new Sharer.Report(report));
        }
    }

    @Override
    public synchronized void keep(Memory now) {
        if (!keeps || !now.equals(kept)) {
            keeps = true;
            kept = now;
            tellMemory();
            tell(new Sharer.Keep(now));
        }
    }

    @Override
    public synchronized void decide(Decision next) {
        if (next.number() > decision.number()) {
            decided(next);
            tell(new Sharer.Decide(next));
        }
    }

    @Override
    public boolean leading() {
        return leadership.leading();
    }

    @Override
    public void listen(Listener listener) {
        synchronized (this) {
            listeners.add(listener);
            listener.replicas(replicas());
            listener.memory(memory(), heard);
            listener.decision(decision);
        }
        leadership.listen(listener::leading);
    }

    @Override
    public void close() {}

    /** A life has begun: it is given all that this replica says. */
    synchronized void begin(ActorRef<Sharer.Command> begun) {
        sharer = begun;
        own.ifPresent(report -> tell(new Sharer.Report(report)));
        if (keeps) {
            tell(new Sharer.Keep(kept));
        }
        if (decision.number() > 0) {
            tell(new Sharer.Decide(decision));
        }
    }

    synchronized void end(ActorRef<Sharer.Command> ended) {
        if (ended.equals(sharer)) {
            sharer = null;
        }
    }

    /** The reports of the others that are within reach. */
    synchronized void heard(Replicas now) {
        if (!now.equals(others)) {
            others = now;
            tellReplicas();
        }
    }

    /** @param asked whether the others have been asked in this life */
    synchronized void heard(Memory now, boolean asked) {
        if (!now.equals(shared) || (asked && !heard)) {
            shared = now;
            heard |= asked;
            tellMemory();
        }
    }

    synchronized void heard(Decision now) {
        if (now.number() > decision.number()) {
            decided(now);
        }
    }

    private void decided(Decision now) {
        decision = now;
        listeners.forEach(listener -> listener.decision(now));
    }

    private void tellReplicas() {
        Replicas now = replicas();
        listeners.forEach(listener -> listener.replicas(now));
    }

    private void tellMemory() {
        Memory now = memory();
        listeners.forEach(listener -> listener.memory(now, heard));
    }

    private Replicas replicas() {
        return own.map(others::with).orElse(others);
    }

    private Memory memory() {
        return shared.merge(kept);
    }

    private void tell(Sharer.Command command) {
        if (sharer != null) {
            sharer.tell(command);
        }
    }
}
