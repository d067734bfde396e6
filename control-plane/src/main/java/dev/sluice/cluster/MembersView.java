package dev.sluice.cluster;

import akka.actor.Address;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The members as this replica sees them.
 *
 * @param self as {@code host:port}; empty while there is no incarnation
 * @param leader the one whose turn it is to lead: the oldest member; empty if none is known
 */
public record MembersView(String self, List<MemberView> members, Optional<String> leader) {
    static final MembersView NONE = new MembersView("", List.of(), Optional.empty());
    private static final Set<MemberStatus> AGED = Set.of(MemberStatus.up(), MemberStatus.leaving());

    public MembersView {
        members = List.copyOf(members);
    }

    /**
     * @param address as {@code host:port}
     * @param status as Akka names it: Joining, Up, Leaving, ...
     */
    public record MemberView(String address, String status, boolean reachable) {}

    /** How many of them this replica cannot reach. */
    public long unreachable() {
        return members.stream().filter(member -> !member.reachable()).count();
    }

    static MembersView of(Cluster cluster) {
        CurrentClusterState state = cluster.state();
        Set<Member> unreachable = state.getUnreachable();
        return new MembersView(
                text(cluster.selfMember().address()),
                members(state)
                        .map(member -> new MemberView(
                                text(member.address()), member.status().toString(), !unreachable.contains(member)))
                        .toList(),
                members(state)
                        .filter(member -> AGED.contains(member.status()))
                        .min((left, right) -> left.isOlderThan(right) ? -1 : 1)
                        .map(member -> text(member.address())));
    }

    private static Stream<Member> members(CurrentClusterState state) {
        return StreamSupport.stream(state.getMembers().spliterator(), false)
                .sorted(Comparator.comparing(member -> text(member.address())));
    }

    static String text(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}
