package dev.sluice.rollout;

import dev.sluice.key.Digest;
import dev.sluice.key.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latest releases of one fleet. They share what did not change between them, so what an entry costs is what it
 * changed. A value.
 *
 * @param entries newest first; never empty once there was one, however large it is
 */
public record ReleaseHistory(Bounds bounds, List<Entry> entries) {
    /**
     * How much is remembered; what is over a bound is forgotten, the oldest first.
     *
     * @param count of releases of one fleet, from 1
     * @param bytes that all of them together have changed, encoded
     */
    public record Bounds(int count, long bytes) {}

    /**
     * One release.
     *
     * @param at when it was translated here
     * @param sources of what it changed; only the first of many
     * @param moreSources how many are left out
     * @param changes how many resources it put in or took out
     * @param bytes size of the resources that it put in, encoded
     */
    public record Entry(Release release, Instant at, List<Source> sources, int moreSources, int changes, long bytes) {
        public Entry {
            sources = List.copyOf(sources);
        }
    }

    /**
     * An object from which something was made that changed.
     *
     * @param resourceVersion that was translated; empty if it is gone, or has none (a manifest's object)
     * @param gone whether the translation no longer had it
     */
    public record Source(ObjectKey object, String resourceVersion, boolean gone) {
        static Source of(ObjectKey object, Optional<String> resourceVersion) {
            return new Source(object, resourceVersion.orElse(""), resourceVersion.isEmpty());
        }
    }

    public ReleaseHistory {
        entries = List.copyOf(entries);
    }

    static ReleaseHistory empty(Bounds bounds) {
        return new ReleaseHistory(bounds, List.of());
    }

    /** With one more release; it is remembered even if it alone is over the bound. */
    ReleaseHistory plus(Entry entry) {
        List<Entry> next = new ArrayList<>();
        next.add(entry);
        long bytes = entry.bytes();
        for (Entry older : entries) {
            bytes += older.bytes();
            if (next.size() >= bounds.count() || bytes > bounds.bytes()) {
                break;
            }
            next.add(older);
        }
        return new ReleaseHistory(bounds, next);
    }

    public Optional<Release> find(Digest id) {
        return entries.stream()
                .map(Entry::release)
                .filter(release -> release.id().equals(id))
                .findFirst();
    }

    /** Of all entries together. */
    public long bytes() {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }
}
