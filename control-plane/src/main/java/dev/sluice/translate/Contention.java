package dev.sluice.translate;

import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.state.Problem;
import dev.sluice.translate.fragment.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.pcollections.HashPMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * Who contends with whom within one fleet, while a translation goes on. A contest whose winner stays costs only those who
 * came and went; one whose winner changes costs all who contend.
 */
final class Contention {
    private final HashPMap<Contest, PSortedSet<Contender>> before;
    private HashPMap<Contest, PSortedSet<Contender>> now;
    private final Map<Contest, TreeSet<Contender>> moved = new LinkedHashMap<>();

    Contention(HashPMap<Contest, PSortedSet<Contender>> before) {
        this.before = before;
        this.now = before;
    }

    void join(Collection<Claim> claims) {
        each(claims, this::join);
    }

    void leave(Collection<Claim> claims) {
        each(claims, this::leave);
    }

    HashPMap<Contest, PSortedSet<Contender>> now() {
        return now;
    }

    /** Hands over the problems that are no more, and those that are new. */
    void settle(Consumer<Problem> gone, Consumer<Problem> come) {
        moved.forEach((contest, contenders) -> {
            PSortedSet<Contender> old = before.getOrDefault(contest, TreePSet.empty());
            PSortedSet<Contender> current = now.getOrDefault(contest, TreePSet.empty());
            boolean sameWinner =
                    !old.isEmpty() && !current.isEmpty() && old.first().equals(current.first());
            losers(contest, old, sameWinner ? contenders : old).forEach(gone);
            losers(contest, current, sameWinner ? contenders : current).forEach(come);
        });
    }

    private static List<Problem> losers(Contest contest, PSortedSet<Contender> all, Collection<Contender> asked) {
        List<Problem> problems = new ArrayList<>();
        for (Contender one : asked) {
            inPlaceOf(one, all)
                    .filter(loser -> !loser.equals(all.first()))
                    .flatMap(loser -> contest.problem(loser, all.first()))
                    .ifPresent(problems::add);
        }
        return problems;
    }

    /** Who stands there in the order: of an object that came back with other settings, the one that is there. */
    private static Optional<Contender> inPlaceOf(Contender one, PSortedSet<Contender> all) {
        return Optional.ofNullable(all.floor(one)).filter(found -> found.compareTo(one) == 0);
    }

    private void join(Contest contest, Contender contender) {
        now = now.plus(contest, now.getOrDefault(contest, TreePSet.empty()).plus(contender));
        moved.computeIfAbsent(contest, any -> new TreeSet<>()).add(contender);
    }

    private void leave(Contest contest, Contender contender) {
        PSortedSet<Contender> left = now.getOrDefault(contest, TreePSet.empty()).minus(contender);
        now = left.isEmpty() ? now.minus(contest) : now.plus(contest, left);
        moved.computeIfAbsent(contest, any -> new TreeSet<>()).add(contender);
    }

    /** Every written rule contends for its requests; for each host the first rule of the object speaks for it. */
    private static void each(Collection<Claim> claims, Entry entry) {
        Map<HostMatch, Contender> speakers = new HashMap<>();
        for (Claim claim : claims) {
            HttpRoute route = claim.route();
            Contender contender = Contender.of(claim);
            if (claim.written()) {
                entry.of(new Contest.Requests(route.host(), route.match().path()), contender);
                speakers.merge(route.host(), contender, (a, b) -> a.compareTo(b) <= 0 ? a : b);
            }
        }
        speakers.forEach((host, speaker) -> entry.of(new Contest.Reading(host), speaker));
    }

    private interface Entry {
        void of(Contest contest, Contender contender);
    }
}
