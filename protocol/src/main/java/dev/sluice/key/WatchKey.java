package dev.sluice.key;

import java.util.Comparator;

/**
 * One watch: a kind and its scope.
 *
 * @param scope empty for all namespaces, {@code namespace} for one, {@code namespace/name} for one object
 */
public record WatchKey(ObjectKind kind, String scope) implements Comparable<WatchKey> {
    private static final Comparator<WatchKey> ORDER =
            Comparator.comparing(WatchKey::kind).thenComparing(WatchKey::scope);

    @Override
    public int compareTo(WatchKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return scope.isEmpty() ? kind.toString() : kind + "@" + scope;
    }
}
