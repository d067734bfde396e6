package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.translate.Settings;
import dev.sluice.watch.kubernetes.SteppedWatch;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Knows what any numbers stand for: what a replica publishes that has read exactly this of the store, and nothing before. */
final class Replayed {
    /** Of a watch: era and number of the last change. */
    private record Point(int era, long change) {}

    private final NumberedStore store;
    private final Settings settings;
    private final StreamSettings streams;
    private final Map<SortedMap<WatchKey, Point>, Digest> digests = new HashMap<>();
    private final NavigableMap<Long, Integer> raises = new TreeMap<>(Map.of(0L, 0));

    Replayed(NumberedStore store, Settings settings, StreamSettings streams) {
        this.store = store;
        this.settings = settings;
        this.streams = streams;
    }

    /** From this generation on, everything is of this era or a later one. */
    void raised(long generation, int era) {
        raises.put(generation, era);
    }

    void assertAfterRestorations(Version version, Map<WatchKey, Integer> eras) {
        int least = Objects.requireNonNull(raises.floorEntry(version.epoch().generation()))
                .getValue();
        version.freshness()
                .consumed()
                .forEach((watch, number) -> assertThat(store.lastEra(eras.getOrDefault(watch, 0), number))
                        .as("%s@%d of %s is not of before the restoration", watch, number, version)
                        .isGreaterThanOrEqualTo(least));
    }

    Digest newest() {
        SortedMap<WatchKey, Integer> eras = new TreeMap<>();
        SortedMap<WatchKey, Long> numbers = new TreeMap<>();
        for (WatchKey watch : Sample.WATCHES) {
            eras.put(watch, store.era());
            numbers.put(watch, store.revision());
        }
        return digest(eras, numbers);
    }

    Digest digest(Map<WatchKey, Integer> eras, SortedMap<WatchKey, Long> consumed) {
        SortedMap<WatchKey, Point> points = new TreeMap<>();
        consumed.forEach((watch, number) -> {
            int era = eras.getOrDefault(watch, 0);
            points.put(watch, new Point(era, store.lastChange(watch, era, number)));
        });
        return digests.computeIfAbsent(points, this::replay);
    }

    private Digest replay(SortedMap<WatchKey, Point> points) {
        ReplayedReplica anew = new ReplayedReplica(settings, Sample.WATCHES, streams);
        points.forEach((watch, point) ->
                new SteppedWatch(watch, anew::observe).listed(store.list(watch, point.era(), point.change())));
        anew.flush();
        return anew.snapshot().version().digest();
    }
}
