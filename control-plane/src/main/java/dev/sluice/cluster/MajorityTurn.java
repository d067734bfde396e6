package dev.sluice.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A turn without a Lease: it holds for as long as a majority has confirmed this member lately. The others begin to put a
 * member out only after it has been out of reach for {@code stable-after}, and none leads before that has been done; a
 * confirmation that is younger than that, counted from when it was asked for, excludes another leader.
 */
final class MajorityTurn implements Platform.Turn {
    private static final Set<MemberStatus> COUNTED = Set.of(MemberStatus.up(), MemberStatus.leaving());

    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final Duration limit;
    private final LongSupplier clock;
    private final Map<UniqueAddress, Long> heard = new ConcurrentHashMap<>();
    private volatile OptionalLong renewedNanos = OptionalLong.empty();

    /** @param limit after the last confirmation */
    MajorityTurn(ActorSystem<?> system, Duration limit, LongSupplier clock) {
        this.system = system;
        this.cluster = Cluster.get(system);
        this.limit = limit;
        this.clock = clock;
    }

    @Override
    public boolean holds() {
        OptionalLong renewed = renewedNanos;
        return renewed.isPresent() && clock.getAsLong() - renewed.getAsLong() < limit.toNanos();
    }

    @Override
    public void renew() {
        List<Member> others = others();
        heard.keySet().retainAll(others.stream().map(Member::uniqueAddress).toList());
        others.forEach(this::ask);
        count(others);
    }

    @Override
    public void end() {
        renewedNanos = OptionalLong.empty();
    }

    private List<Member> others() {
        List<Member> others = new ArrayList<>();
        for (Member member : cluster.state().getMembers()) {
            boolean self = member.uniqueAddress().equals(cluster.selfMember().uniqueAddress());
            if (!self && COUNTED.contains(member.status())) {
                others.add(member);
            }
        }
        return others;
    }

    private void ask(Member other) {
        long asked = clock.getAsLong();
        Witness.ask(system, other.address(), limit).thenAccept(confirmed -> {
            heard.merge(other.uniqueAddress(), asked, (left, right) -> right - left > 0 ? right : left);
            count(others());
        });
    }

    private void count(List<Member> others) {
        Optional<Address> lowest = others.stream()
                .map(Member::address)
                .min(Member.addressOrdering()::compare)
                .filter(other -> Member.addressOrdering()
                                .compare(other, cluster.selfMember().address())
                        < 0);
        renewedNanos = Majority.since(
                others.stream()
                        .map(other -> new Majority.Other(
                                lowest.filter(other.address()::equals).isPresent(), heardOf(other)))
                        .toList(),
                clock.getAsLong());
    }

    private OptionalLong heardOf(Member other) {
        Long nanos = heard.get(other.uniqueAddress());
        return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
    }
}
