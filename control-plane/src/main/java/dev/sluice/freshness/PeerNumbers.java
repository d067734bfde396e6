package dev.sluice.freshness;

import dev.sluice.key.Freshness;
import dev.sluice.key.WatchKey;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.replica.Replicas;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Notices watches of which another replica has had more for a while although the own number does not move: one that hangs
 * while its connection lives looks like that, and so does a quiet kind. Confined to its actor; time is the count of its
 * looks.
 */
final class PeerNumbers {
    private record Standing(long own, long since) {}

    private record Spacing(long next, long spacing) {}

    private static final int MOST_WAIT = 16; // times the first

    private final long patience;
    private final long spacing;
    private final Map<WatchKey, Standing> standing = new HashMap<>();
    private final Map<WatchKey, Spacing> spaced = new HashMap<>();

    /** Both in looks. */
    PeerNumbers(long patience, long spacing) {
        this.patience = patience;
        this.spacing = spacing;
    }

    /** Watches to compare now, with the highest number that another replica of the same source and epoch has. */
    SortedMap<WatchKey, Long> overdue(Replicas all, ReplicaId self, Freshness own, long now) {
        SortedMap<WatchKey, Long> overdue = new TreeMap<>();
        highest(all, self).forEach((watch, theirs) -> {
            Long ours = own.consumed().get(watch);
            if (ours == null || ours >= theirs) {
                standing.remove(watch);
                return;
            }
            Standing before = standing.get(watch);
            if (before == null || before.own() != ours) {
                standing.put(watch, new Standing(ours, now));
            } else if (now - before.since() >= patience && due(watch, now)) {
                overdue.put(watch, theirs);
                standing.remove(watch);
            }
        });
        return overdue;
    }

    private boolean due(WatchKey watch, long now) {
        Spacing known = spaced.get(watch);
        if (known != null && now < known.next()) {
            return false;
        }
        long wait = known == null ? spacing : Math.min(known.spacing() * 2, spacing * MOST_WAIT);
        spaced.put(watch, new Spacing(now + wait, wait));
        return true;
    }

    /** The watch did hang: it is to be looked at closely. */
    void hung(WatchKey watch) {
        spaced.remove(watch);
    }

    private static Map<WatchKey, Long> highest(Replicas all, ReplicaId self) {
        Map<WatchKey, Long> highest = new HashMap<>();
        all.report(self).ifPresent(own -> {
            for (ReplicaReport report : all.reports().values()) {
                if (report.epoch().equals(own.epoch())) {
                    report.freshness().consumed().forEach((watch, number) -> highest.merge(watch, number, Math::max));
                }
            }
        });
        return highest;
    }
}
