package dev.sluice.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Of an object's metadata what Sluice uses.
 *
 * @param uid identity over the object's life; manifests without one get a name-based one
 * @param resourceVersion of the object, opaque but for comparing within one watch; empty in manifests
 * @param generation rises with the specification; 0 where the kind has none
 * @param createdAtEpochSecond 0 if unknown
 * @param annotations all of an Ingress's or class's annotations that Sluice may look at, without those it writes itself
 */
public record Meta(
        String uid,
        String resourceVersion,
        long generation,
        long createdAtEpochSecond,
        SortedMap<String, String> annotations) {
    public Meta {
        annotations = annotations.isEmpty()
                ? Collections.emptySortedMap() // of most Services and all slices
                : Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** Whether all but resource version and generation is equal. */
    boolean alike(Meta other) {
        return uid.equals(other.uid)
                && createdAtEpochSecond == other.createdAtEpochSecond
                && annotations.equals(other.annotations);
    }
}
