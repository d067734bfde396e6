package dev.sluice.key;

/**
 * Within which resource versions can be compared: one source of objects, and how often that source is known to have
 * gone back (an etcd restored from a backup). A source without comparable numbers of its own (a manifests directory)
 * counts batches and takes its start time for the generation.
 *
 * @param source names the source: a cluster's identity, or {@code manifests}
 * @param generation rises when the source went back
 */
public record Epoch(String source, long generation) {
    @Override
    public String toString() {
        return source + "#" + generation;
    }
}
