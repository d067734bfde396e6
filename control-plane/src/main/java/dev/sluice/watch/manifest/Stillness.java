package dev.sluice.watch.manifest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides when a file is read: once it has been still for a while, or was renamed into place (its fingerprint was seen
 * before under a name that is no manifest). Likewise when it is gone, for editors take a file away for an instant while
 * they save. Time is given, not taken.
 */
final class Stillness {
    /** What to do now, and whether something is still moving. */
    record Round(SortedMap<Path, Fingerprint> changed, List<Path> gone, boolean settling) {}

    private record Waiting(Fingerprint fingerprint, long sinceNanos) {}

    private final Duration still;
    private final Map<Path, Fingerprint> read = new HashMap<>();
    private final Map<Path, Waiting> waiting = new HashMap<>();
    private final Map<Path, Long> missing = new HashMap<>();
    private Set<Fingerprint> elsewhere = Set.of();

    Stillness(Duration still) {
        this.still = still;
    }

    Round decide(DirectoryScan scan, long nowNanos, Instant now) {
        SortedMap<Path, Fingerprint> changed = new TreeMap<>();
        scan.manifests().forEach((path, fingerprint) -> {
            missing.remove(path);
            if (fingerprint.equals(read.get(path))) {
                waiting.remove(path);
            } else if (settled(path, fingerprint, nowNanos, now)) {
                changed.put(path, fingerprint);
            }
        });
        waiting.keySet().retainAll(scan.manifests().keySet());
        List<Path> gone = gone(scan, nowNanos);
        elsewhere = scan.others();
        return new Round(changed, gone, waiting.size() > changed.size() || !missing.isEmpty());
    }

    /** The file was read, or cannot be, and had this fingerprint before and after. */
    void read(Path path, Fingerprint fingerprint) {
        waiting.remove(path);
        read.put(path, fingerprint);
    }

    private boolean settled(Path path, Fingerprint fingerprint, long nowNanos, Instant now) {
        Waiting before = waiting.get(path);
        if (before == null || !before.fingerprint().equals(fingerprint)) {
            before = new Waiting(fingerprint, nowNanos);
            waiting.put(path, before);
        }
        return elsewhere.contains(fingerprint)
                || nowNanos - before.sinceNanos() >= still.toNanos()
                // Not for a time in the future: clocks of file servers differ.
                || !fingerprint.modified().toInstant().plus(still).isAfter(now);
    }

    private List<Path> gone(DirectoryScan scan, long nowNanos) {
        Set<Path> absent = new HashSet<>(read.keySet());
        absent.removeAll(scan.manifests().keySet());
        List<Path> gone = new ArrayList<>();
        for (Path path : absent) {
            if (nowNanos - missing.computeIfAbsent(path, first -> nowNanos) >= still.toNanos()) {
                gone.add(path);
                missing.remove(path);
                read.remove(path);
            }
        }
        return gone;
    }
}
