package dev.sluice.cluster.share;

import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.ClusterEvent.MemberUp;
import akka.cluster.ClusterEvent.ReachableMember;
import akka.cluster.ClusterEvent.UnreachableMember;
import akka.cluster.UniqueAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Who is a member and within reach, told by events alone. The state that {@code Cluster} gives beside them is kept by another
 * subscriber: it may still be the one before the event at hand, and no later event may come.
 */
final class Membership {
    private final UniqueAddress self;
    private final Set<UniqueAddress> others = new HashSet<>();
    private final Set<UniqueAddress> unreachable = new HashSet<>();
    private boolean up;

    Membership(UniqueAddress self) {
        this.self = self;
    }

    void changed(ClusterDomainEvent event) {
        switch (event) {
            case MemberRemoved removed -> {
                others.remove(removed.member().uniqueAddress());
                unreachable.remove(removed.member().uniqueAddress());
            }
            case MemberEvent changed -> present(changed);
            case UnreachableMember gone -> unreachable.add(gone.member().uniqueAddress());
            case ReachableMember back -> unreachable.remove(back.member().uniqueAddress());
            default -> {} // of roles, leaders and data centres
        }
    }

    private void present(MemberEvent changed) {
        UniqueAddress address = changed.member().uniqueAddress();
        if (address.equals(self)) {
            up |= changed instanceof MemberUp;
        } else {
            others.add(address);
        }
    }

    /** Whether this replica has come up: only then are the others asked, and know it. */
    boolean up() {
        return up;
    }

    Set<UniqueAddress> others() {
        return Set.copyOf(others);
    }

    boolean reachable(UniqueAddress member) {
        return !unreachable.contains(member);
    }
}
