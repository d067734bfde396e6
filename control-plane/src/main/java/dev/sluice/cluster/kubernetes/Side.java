package dev.sluice.cluster.kubernetes;

import akka.actor.ExtendedActorSystem;
import akka.cluster.Cluster;
import akka.cluster.ClusterActorRefProvider;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;

/** Who is on this member's side of a split, as it sees it itself. Nobody, where there is no cluster. */
final class Side {
    private final ExtendedActorSystem system;

    Side(ExtendedActorSystem system) {
        this.system = system;
    }

    /** @param holder of a Lease: the address of the member that Akka's resolver names as owner, and a suffix of ours */
    boolean has(String holder) {
        if (!(system.provider() instanceof ClusterActorRefProvider)) {
            return false;
        }
        CurrentClusterState state = Cluster.get(system).state();
        for (Member member : state.getMembers()) {
            boolean within = member.status() == MemberStatus.up()
                    && !state.getUnreachable().contains(member);
            if (within && holder.startsWith(identityOf(member.address().hostPort()))) {
                return true;
            }
        }
        return false;
    }

    /** With what the identities of an owner begin. */
    static String identityOf(String owner) {
        return owner + "_";
    }
}
