package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.translate.Settings;
import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.PublishedAddresses;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A day of changes, replayed on three replicas that gather them differently, each with a data plane, and checked after
 * every change. {@code -Dday.seed}, {@code -Dday.apps} and {@code -Dday.hours} make another or a longer one.
 */
final class DayOfChangesTest {
    private static final int MAX_BYTES = 2048; // so that there are many parts
    private static final StreamSettings STREAMS = new StreamSettings(
            MAX_BYTES,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1,
            new Backoff(Duration.ofMillis(1), Duration.ofSeconds(1)),
            64,
            5000,
            1);
    private static final Settings SETTINGS = new Settings(IngressSettings.DEFAULT, new PublishedAddresses.None());
    /** How many events each replica gathers at most: the first none. */
    private static final List<Integer> GATHERED = List.of(1, 20, 200);

    private static final int CHECKED_WHOLE = 50;

    private final long seed = Long.getLong("day.seed", 20_260_504);
    private final DayObjects objects = new DayObjects(Integer.getInteger("day.apps", 300));
    private final Random random = new Random(seed);
    private final List<ReplayedReplica> replicas = new ArrayList<>();
    private final List<ReplayedDataPlane> dataPlanes = new ArrayList<>();
    private final int[] gathering = new int[GATHERED.size()];
    private long events;
    private long badEdits;

    @Test
    void whateverHappensInADayEveryInvariantHoldsAfterEachChange() throws UndecodableException {
        for (int gathered : GATHERED) {
            replicas.add(new ReplayedReplica(SETTINGS, objects.watches(), STREAMS));
            dataPlanes.add(new ReplayedDataPlane(MAX_BYTES));
        }
        Day day = new Day(seed, objects, this::happened);
        day.begin();
        assertEqualReplicas();
        assertThat(replicas.getFirst().published()).isTrue();
        for (int hour = 0; hour < Integer.getInteger("day.hours", 24); hour++) {
            day.hour(hour % 24);
            assertEqualReplicas();
        }
        System.out.printf(
                "Replayed a day of %d changes (%d events) of %d applications, %d edits bad, seed %d%n",
                day.changes(), events, objects.apps(), badEdits, seed);
        assertThat(day.changes()).isGreaterThan(1000);
        assertThat(badEdits).isGreaterThan(10);
    }

    private void happened(Day.Step step) {
        events++;
        badEdits += step.broken().isPresent() ? 1 : 0;
        ReplayedReplica first = replicas.getFirst();
        RouteTable before = first.snapshot().resources();
        for (int i = 0; i < replicas.size(); i++) {
            replicas.get(i).observe(step.event());
            gathering[i]--;
            if (gathering[i] <= 0) {
                gathering[i] = 1 + random.nextInt(GATHERED.get(i));
                publish(i);
            }
        }
        step.broken()
                .ifPresent(broken -> assertOnlyItsOwnRoutesChanged(
                        broken, before, first.snapshot().resources()));
        if (events % CHECKED_WHOLE == 0 && first.published()) {
            assertEqualsAnew(first);
        }
    }

    private void publish(int i) {
        ReplayedReplica replica = replicas.get(i);
        replica.flush();
        if (!replica.published()) {
            assertThat(replica.snapshot().table().size()).isZero();
            return;
        }
        try {
            dataPlanes.get(i).take(replica.snapshot());
        } catch (UndecodableException e) {
            throw new AssertionError("after " + events + " events", e);
        }
        assertThat(dataPlanes.get(i).table().digest())
                .isEqualTo(replica.snapshot().table().digest());
    }

    /** What is broken may lose its own routes; those of every other object stay as they were. */
    private static void assertOnlyItsOwnRoutesChanged(ObjectKey broken, RouteTable before, RouteTable after) {
        assertThat(routesOfOthers(after, broken)).isEqualTo(routesOfOthers(before, broken));
    }

    private static Map<ResourceKey, Resource> routesOfOthers(RouteTable table, ObjectKey object) {
        Map<ResourceKey, Resource> others = new TreeMap<>(table.resources());
        others.values()
                .removeIf(r -> !(r instanceof HttpRoute route) || route.source().equals(object));
        return others;
    }

    /** Incremental equals full, down to the digest. */
    private void assertEqualsAnew(ReplayedReplica replica) {
        replica.flush();
        RouteTable anew = replica.anew();
        assertThat(replica.snapshot().resources()).as("after %d events", events).isEqualTo(anew);
        EncodedTable encoded = EncodedTable.EMPTY.apply(
                anew.values().stream().map(WireCodec::encode).toList(), List.of());
        assertThat(replica.snapshot().table()).isEqualTo(encoded);
    }

    /** Whatever each has gathered, in the end all have the same, and so have their data planes. */
    private void assertEqualReplicas() throws UndecodableException {
        for (int i = 0; i < replicas.size(); i++) {
            publish(i);
            assertEqualsAnew(replicas.get(i));
            dataPlanes.get(i).take(replicas.get(i).snapshot());
            assertThat(dataPlanes.get(i).table())
                    .isEqualTo(replicas.getFirst().snapshot().table());
        }
    }
}
