package dev.sluice.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Data planes and replicas come and go; what is left to itself comes to rest, evenly. */
class BalanceTest {
    /** Which data planes each replica holds. */
    private final SortedMap<String, SortedMap<String, DataPlaneView>> held = new TreeMap<>();

    @Property(tries = 80)
    void afterAnyComingAndGoingTheLoadIsEvenAndNothingMovesAnyMore(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int replicas) {
        held.clear();
        Random random = new Random(seed);
        for (int i = 0; i < replicas; i++) {
            held.put("r" + i, new TreeMap<>());
        }
        for (int i = 0; i < 60; i++) {
            disturb(random, i);
        }
        int rounds = 0;
        while (step(25) > 0) {
            rounds++;
            assertThat(rounds).as("comes to rest").isLessThan(60);
        }
        int total = held.values().stream().mapToInt(Map::size).sum();
        int share = (total + held.size() - 1) / held.size();
        assertThat(held.values()).allMatch(planes -> planes.size() <= share + Math.max(1, share / 10));
    }

    @Test
    void ofEachFleetAsManyMoveAsItIsOverItsShare() {
        held.put("a", new TreeMap<>());
        held.put("b", new TreeMap<>());
        for (int i = 0; i < 40; i++) {
            add("a", "p" + i, i < 30 ? "large" : "small");
        }
        step(100);
        assertThat(count("a", "large")).isBetween(10L, 17L);
        assertThat(count("a", "small")).isBetween(3L, 10L);
        assertThat(held.get("a")).hasSize(20);
    }

    @Test
    void aReplicaOfAnOlderEpochIsGivenNothing() {
        List<DataPlaneView> planes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            planes.add(Planes.plane("p" + i, "default"));
        }
        ReplicaReport self =
                Planes.report("a", new dev.sluice.key.Epoch("manifests", 9), 0, Map.of(), Map.of(), planes);
        ReplicaReport older =
                Planes.report("b", new dev.sluice.key.Epoch("manifests", 8), 0, Map.of(), Map.of(), List.of());
        Balance balance = new Balance(Planes.all(self, older), self.id(), planes, Map.of());
        assertThat(balance.overfull()).isTrue();
        assertThat(balance.moves(10)).isEmpty();
    }

    @Test
    void theOrderOfOneDataPlaneDoesNotChangeWithWhoElseIsThereAndThoseOfAFailedReplicaSpread() {
        Placement three = new Placement(new TreeMap<>(Map.of("a", "a:1", "b", "b:1", "c", "c:1")));
        Placement two = new Placement(new TreeMap<>(Map.of("b", "b:1", "c", "c:1")));
        Map<String, Integer> next = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            List<String> order = three.order("node-" + i);
            assertThat(two.order("node-" + i))
                    .isEqualTo(order.stream().filter(name -> !name.equals("a")).toList());
            if (order.getFirst().equals("a")) {
                next.merge(order.get(1), 1, Integer::sum);
            }
        }
        assertThat(next.get("b")).isBetween(400, 600);
        assertThat(next.get("c")).isBetween(400, 600);
    }

    private void disturb(Random random, int i) {
        List<String> names = new ArrayList<>(held.keySet());
        String some = names.get(random.nextInt(names.size()));
        switch (random.nextInt(6)) {
            case 0 -> held.put("n" + i, new TreeMap<>());
            case 1 -> {
                if (names.size() > 1) {
                    SortedMap<String, DataPlaneView> orphans = of(some);
                    held.remove(some);
                    Placement left = Placement.of(replicas());
                    orphans.values()
                            .forEach(plane ->
                                    of(left.order(plane.node()).getFirst()).put(plane.node(), plane));
                }
            }
            case 2 -> of(some).clear();
            default -> {
                for (int j = 0; j < random.nextInt(30); j++) {
                    add(some, i + "-" + j, "fleet" + random.nextInt(3));
                }
            }
        }
        if (random.nextBoolean()) {
            step(1 + random.nextInt(10));
        }
    }

    /** All decide by the same reports, then all moves happen. */
    private int step(int most) {
        Replicas now = replicas();
        Map<String, SortedMap<String, String>> moves = new TreeMap<>();
        now.reports()
                .values()
                .forEach(report -> moves.put(
                        report.id().name(), new Balance(now, report.id(), report.dataPlanes(), Map.of()).moves(most)));
        moves.forEach((from, each) ->
                each.forEach((node, to) -> of(to).put(node, Objects.requireNonNull(of(from).remove(node)))));
        return moves.values().stream().mapToInt(Map::size).sum();
    }

    private SortedMap<String, DataPlaneView> of(String replica) {
        return Objects.requireNonNull(held.get(replica));
    }

    private Replicas replicas() {
        return Planes.all(held.entrySet().stream()
                .map(entry -> Planes.report(entry.getKey(), entry.getValue().values()))
                .toArray(ReplicaReport[]::new));
    }

    private void add(String replica, String node, String fleet) {
        of(replica).put(node, Planes.plane(node, fleet));
    }

    private long count(String replica, String fleet) {
        return of(replica).values().stream()
                .filter(plane -> plane.identity().fleet().value().equals(fleet))
                .count();
    }
}
