package dev.sluice.publish;

import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.rollout.Decision;
import dev.sluice.state.ObjectEvent;
import dev.sluice.translate.Settings;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run of a replica: the pure parts, fed from a store through watches, each at its own pace. */
final class NumberedReplica {
    private static final int MOST_ROUNDS = 20;

    private final Random random;
    private final ReplayedReplica parts;
    private final SortedMap<WatchKey, NumberedWatch> watches = new TreeMap<>();
    private final SortedMap<WatchKey, Integer> eras = new TreeMap<>();
    private long translations;
    private Snapshot shown;

    NumberedReplica(NumberedStore store, Random random, Settings settings, StreamSettings streams) {
        this.random = random;
        this.parts = new ReplayedReplica(settings, Sample.WATCHES, streams);
        this.shown = parts.snapshot();
        for (WatchKey watch : Sample.WATCHES) {
            watches.put(watch, new NumberedWatch(watch, store, this::observe));
        }
    }

    NumberedWatch watch(WatchKey watch) {
        return Objects.requireNonNull(watches.get(watch));
    }

    SortedMap<WatchKey, NumberedWatch> watches() {
        return watches;
    }

    /** Whoever publishes may wake up after any of them, in the middle of a list, too. */
    private void observe(ObjectEvent event) {
        parts.observe(event);
        boolean change = event instanceof ObjectEvent.Applied || event instanceof ObjectEvent.Deleted;
        if (change && random.nextInt(3) == 0) {
            flush();
        }
    }

    /** What can be heard is heard, and compared with the store, until nothing is missing. */
    void catchUp() {
        for (NumberedWatch watch : watches.values()) {
            watch.hang(0);
            for (int i = 0; i < MOST_ROUNDS && !watch.newest(); i++) {
                watch.compare(false);
                watch.hear();
            }
        }
        renew();
    }

    boolean newest() {
        return watches.values().stream().allMatch(NumberedWatch::newest);
    }

    /** Whether it has seen the latest restoration in all watches. */
    boolean ofNow() {
        return watches.values().stream().allMatch(NumberedWatch::ofNow);
    }

    /** It hears of a decision, later than others perhaps. */
    void decide(Decision decision) {
        parts.decide(decision);
        show();
    }

    void flush() {
        parts.flush();
        show();
    }

    void renew() {
        parts.renew();
        show();
    }

    /** Routes are of the last translation, endpoints of now. */
    private void show() {
        if (parts.translations() > translations) {
            translations = parts.translations();
            watches.forEach((watch, now) -> eras.put(watch, now.era()));
        }
        if (!parts.snapshot().equals(shown)) {
            shown = parts.snapshot();
            WatchKey slices = new WatchKey(ObjectKind.ENDPOINT_SLICE, "");
            eras.put(slices, watch(slices).era());
        }
    }

    /** Empty before everything has been read. */
    Optional<Snapshot> snapshot() {
        return parts.published() ? Optional.of(parts.snapshot()) : Optional.empty();
    }

    /** The eras of the snapshot's numbers. */
    Map<WatchKey, Integer> eras() {
        return new TreeMap<>(eras);
    }
}
