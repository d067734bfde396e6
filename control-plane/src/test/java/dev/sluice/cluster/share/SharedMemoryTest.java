package dev.sluice.cluster.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.ClusterSettings.Sharing;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import dev.sluice.translate.Memory;
import dev.sluice.watch.narrow.Narrower;
import dev.sluice.watch.narrow.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;

/** What becomes of the shared memory, with a cluster that is a map. Each sweep is a minute after the one before. */
final class SharedMemoryTest {
    private static final int COUNT = 20;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Blob> cluster = new HashMap<>();
    private final MemoryOutlet outlet = new MemoryOutlet() {
        @Override
        public void put(String uid, Blob specification) {
            cluster.put(uid, specification);
        }

        @Override
        public void remove(String uid) {
            cluster.remove(uid);
        }
    };
    private final SharedMemory memory = memory(COUNT, 8 << 20, meters);

    private static SharedMemory another() {
        return memory(COUNT, 8 << 20, new SimpleMeterRegistry());
    }

    private static SharedMemory memory(int count, long bytes, SimpleMeterRegistry meters) {
        Sharing settings = new Sharing(
                Duration.ofMillis(50), Duration.ofSeconds(2), 64 * 1024, count, bytes, Duration.ofSeconds(10));
        return new SharedMemory(new IngressJson(new Narrower(Origin.API_SERVER)), settings, new ShareMeters(meters));
    }

    /** What the cluster holds now is heard. */
    private void hear(SharedMemory by) {
        for (int part = 0; part < Keys.MEMORY.size(); part++) {
            Map<String, Blob> entries = new HashMap<>();
            for (Map.Entry<String, Blob> entry : cluster.entrySet()) {
                if (Keys.part(entry.getKey()) == part) {
                    entries.put(entry.getKey(), entry.getValue());
                }
            }
            by.heard(part, entries, outlet);
        }
    }

    private static Memory keeping(String... uids) {
        Map<String, ObservedIngress> kept = new HashMap<>();
        for (String uid : uids) {
            kept.put(
                    uid,
                    new ObservedIngress(
                            ObjectKey.of(ObjectKind.INGRESS, "shop", uid),
                            new Meta(uid, "7", 1, 1, new TreeMap<>()),
                            Optional.of("sluice"),
                            Optional.of(new ObservedIngress.ServiceBackend("web", new ObservedIngress.PortNumber(80))),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of()));
        }
        return new Memory(HashTreePMap.from(kept));
    }

    private static String[] many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "uid-" + i).toArray(String[]::new);
    }

    private double gauge(String name) {
        return meters.get("sluice.share." + name).gauge().value();
    }

    @Test
    void whatNobodyHasKeptForTwoMinutesIsTakenAway() {
        another().keep(keeping("gone", "ours"), outlet); // by one that has gone since
        hear(memory);
        memory.keep(keeping("ours"), outlet);
        memory.sweep(outlet);
        assertThat(cluster).containsOnlyKeys("gone", "ours");
        memory.sweep(outlet);
        assertThat(cluster).containsOnlyKeys("ours");
        hear(memory);
        assertThat(memory.all()).isEqualTo(keeping("ours"));
    }

    @Test
    void whatIsKeptAgainWithinTheTwoMinutesStays() {
        another().keep(keeping("u"), outlet);
        hear(memory);
        memory.keep(Memory.NOTHING, outlet);
        memory.sweep(outlet);
        memory.keep(keeping("u"), outlet);
        hear(memory);
        memory.sweep(outlet);
        memory.sweep(outlet);
        assertThat(cluster).containsOnlyKeys("u");
    }

    @Test
    void whoHasNotTranslatedYetTakesNothingAway() {
        another().keep(keeping("u"), outlet);
        hear(memory);
        memory.sweep(outlet);
        memory.sweep(outlet);
        memory.sweep(outlet);
        assertThat(cluster).containsOnlyKeys("u");
    }

    @Test
    void noMoreAreSharedThanMayBeAndOneThatDidNotFitIsWhenAnotherIsGone() {
        memory.keep(keeping(many(COUNT + 5)), outlet);
        hear(memory);
        assertThat(cluster).hasSize(COUNT);
        assertThat(gauge("memory")).isEqualTo(COUNT);
        assertThat(gauge("memory.unshared")).isEqualTo(5);
        String[] shared = cluster.keySet().toArray(String[]::new);
        assertThat(shared).hasSize(COUNT);

        memory.keep(keeping(many(COUNT + 2)), outlet);
        hear(memory);
        memory.retry(outlet);
        hear(memory);
        assertThat(cluster).hasSize(COUNT);
        memory.keep(keeping(many(COUNT)), outlet);
        hear(memory);
        memory.retry(outlet);
        hear(memory);
        assertThat(cluster).containsOnlyKeys(many(COUNT));
        assertThat(gauge("memory.unshared")).isZero();
        memory.keep(Memory.NOTHING, outlet);
        hear(memory);
        assertThat(cluster).isEmpty();
        assertThat(gauge("memory.bytes")).isZero();
    }

    @Test
    void whatOthersShareTakesPlaceToo() {
        another().keep(keeping(many(COUNT)), outlet);
        hear(memory);
        memory.keep(keeping("ours"), outlet);
        assertThat(cluster).doesNotContainKey("ours");
        assertThat(gauge("memory.unshared")).isEqualTo(1);
    }

    @Test
    void theBytesOfEachPartAreBounded() {
        SharedMemory small = memory(100_000, 64 * 1024, meters);
        small.keep(keeping(many(2000)), outlet);
        hear(small);
        assertThat(gauge("memory.bytes")).isBetween(48 * 1024.0, 64 * 1024.0);
        for (int part = 0; part < Keys.MEMORY.size(); part++) {
            int of = part;
            assertThat(cluster.entrySet().stream()
                            .filter(entry -> Keys.part(entry.getKey()) == of)
                            .mapToInt(entry -> entry.getValue().content().length + SharedSpace.OVERHEAD)
                            .sum())
                    .isLessThanOrEqualTo(4 * 1024);
        }
    }
}
