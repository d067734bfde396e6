package dev.sluice.cluster.kubernetes;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The Leases of one incarnation, by the name of the object: Akka makes them, and the leader's is asked for its fence. */
final class KubernetesLeases implements Extension {
    private static final Id ID = new Id();

    private final Map<String, KubernetesLease> leases = new ConcurrentHashMap<>();

    private static final class Id extends AbstractExtensionId<KubernetesLeases> {
        @Override
        public KubernetesLeases createExtension(ExtendedActorSystem system) {
            return new KubernetesLeases();
        }
    }

    static KubernetesLeases of(ActorSystem system) {
        return ID.get(system);
    }

    void add(String name, KubernetesLease lease) {
        leases.put(name, lease);
    }

    /** @throws IllegalStateException if Akka has not asked for it yet */
    KubernetesLease named(String name) {
        KubernetesLease lease = leases.get(name);
        if (lease == null) {
            throw new IllegalStateException(
                    "Lease " + name + ": expected it to be in use, but only " + leases.keySet());
        }
        return lease;
    }
}
