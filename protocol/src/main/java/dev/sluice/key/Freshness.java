package dev.sluice.key;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of its source a state has consumed: for each watch the <em>collection</em> resource version that the last
 * list, event, deletion or bookmark brought. Numbers of one watch are ordered; those of different watches are not.
 */
public record Freshness(SortedMap<WatchKey, Long> consumed) {
    public static final Freshness NONE = new Freshness(Collections.emptySortedMap());

    public Freshness {
        consumed = Collections.unmodifiableSortedMap(new TreeMap<>(consumed));
    }

    /** This freshness after {@code watch} has consumed {@code resourceVersion}; never goes back. */
    public Freshness with(WatchKey watch, long resourceVersion) {
        Long before = consumed.get(watch);
        if (before != null && before >= resourceVersion) {
            return this;
        }
        NavigableMap<WatchKey, Long> next = new TreeMap<>(consumed);
        next.put(watch, resourceVersion);
        return new Freshness(next);
    }

    /** This freshness without a watch that has ended. */
    public Freshness without(WatchKey watch) {
        if (!consumed.containsKey(watch)) {
            return this;
        }
        NavigableMap<WatchKey, Long> next = new TreeMap<>(consumed);
        next.remove(watch);
        return new Freshness(next);
    }

    /** True if some watch that both have is at a lower number here. Watches of one side only say nothing. */
    public boolean lowerThan(Freshness other) {
        for (Map.Entry<WatchKey, Long> entry : consumed.entrySet()) {
            Long theirs = other.consumed.get(entry.getKey());
            if (theirs != null && entry.getValue() < theirs) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return consumed.toString();
    }
}
