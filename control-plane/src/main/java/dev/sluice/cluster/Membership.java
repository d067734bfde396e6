package dev.sluice.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;

/** How a node becomes a member. */
public final class Membership {
    private Membership() {}

    /**
     * Begins a cluster of this node if one is asked for and no other node is named. With seed nodes named, Akka joins
     * them by itself; without a cluster nothing happens.
     */
    public static void begin(ActorSystem<?> system, ClusterSettings settings) {
        if (settings.enabled() && settings.seedNodes().isEmpty()) {
            Cluster cluster = Cluster.get(system);
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
        }
    }
}
