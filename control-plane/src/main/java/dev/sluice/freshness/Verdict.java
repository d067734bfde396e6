package dev.sluice.freshness;

import dev.sluice.key.Epoch;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether all replicas together are behind a data plane for good: then the source went back, or everything that was
 * decided is forgotten. Pure.
 *
 * @param lower watches of which every replica has proved that the source has less, with the number that was asked for
 * @param above what a data plane serves that is of a later epoch or decision than any replica knows
 */
record Verdict(SortedMap<WatchKey, Long> lower, Optional<Version> above) {
    /**
     * A number that is further away is a mistake or a lie, and is not followed: 139 years in milliseconds, which is what
     * generations of manifests count.
     */
    private static final long BELIEVABLE = 1L << 42;

    private static final Comparator<Version> RANK = Comparator.comparingLong(
                    (Version version) -> version.epoch().generation())
            .thenComparingLong(Version::decision);

    static Verdict of(Replicas all) {
        List<ReplicaReport> ready = ready(all);
        return ready.isEmpty()
                ? new Verdict(new TreeMap<>(), Optional.empty())
                : new Verdict(lower(ready), above(ready, all));
    }

    boolean guilty() {
        return !lower.isEmpty() || above.isPresent();
    }

    /** What the next decision's numbers must not be below, so that what replicas publish is newer than what is served. */
    Decision.Numbers least(Replicas all, Decision now) {
        if (above.isEmpty()) {
            return new Decision.Numbers(now.number() + 1, now.generation() + 1);
        }
        Version has = above.get();
        long lowest = ready(all).stream()
                .mapToLong(report -> report.epoch().generation())
                .min()
                .orElse(has.epoch().generation());
        long missing = Math.max(0, has.epoch().generation() - lowest);
        return new Decision.Numbers(Math.max(now.number(), has.decision()) + 1, now.generation() + missing + 1);
    }

    String why() {
        String proved = lower.isEmpty() ? "" : "the source went back: it has less than " + lower;
        String found = above.map(version -> "a data plane serves " + version + ", later than any replica knows")
                .orElse("");
        return proved.isEmpty() || found.isEmpty() ? proved + found : proved + "; " + found;
    }

    private static List<ReplicaReport> ready(Replicas all) {
        return all.reports().values().stream().filter(ReplicaReport::ready).toList();
    }

    /** Only equal numbers agree: that the source has less than one number says nothing of a lower one. */
    private static SortedMap<WatchKey, Long> lower(List<ReplicaReport> ready) {
        SortedMap<WatchKey, Long> agreed = new TreeMap<>(ready.getFirst().provedLower());
        Epoch epoch = ready.getFirst().epoch();
        for (ReplicaReport report : ready) {
            agreed.entrySet()
                    .removeIf(entry ->
                            !entry.getValue().equals(report.provedLower().get(entry.getKey()))
                                    || !report.epoch().source().equals(epoch.source()));
        }
        return agreed;
    }

    private static Optional<Version> above(List<ReplicaReport> ready, Replicas all) {
        return all.dataPlanes().values().stream()
                .map(DataPlaneView::serving)
                .filter(serving -> ready.stream().allMatch(report -> above(serving, report)))
                .max(RANK);
    }

    private static boolean above(Version serving, ReplicaReport report) {
        Epoch epoch = report.epoch();
        if (!serving.epoch().source().equals(epoch.source())) {
            return false;
        }
        long generations = serving.epoch().generation() - epoch.generation();
        long decisions = serving.decision() - report.decision();
        boolean believable = serving.epoch().generation() >= 0
                && serving.decision() >= 0
                && generations <= BELIEVABLE
                && decisions <= BELIEVABLE;
        return believable && (generations > 0 || (generations == 0 && decisions > 0));
    }
}
