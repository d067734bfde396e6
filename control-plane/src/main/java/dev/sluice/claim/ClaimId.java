package dev.sluice.claim;

/** Of an installation: where its claim is kept. All replicas of one control plane have the same. */
public record ClaimId(String namespace, String name) implements Comparable<ClaimId> {
    @Override
    public int compareTo(ClaimId other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
