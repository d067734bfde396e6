package dev.sluice.key;

/** Which Kubernetes object; {@code namespace} is empty for cluster-scoped kinds. Orders by kind, namespace, name. */
public record ObjectKey(ObjectKind kind, String namespace, String name) implements Comparable<ObjectKey> {
    public static ObjectKey of(ObjectKind kind, String namespace, String name) {
        return new ObjectKey(kind, namespace, name);
    }

    /** A key for an object of a kind that has no namespace. */
    public static ObjectKey clusterScoped(ObjectKind kind, String name) {
        return new ObjectKey(kind, "", name);
    }

    /** {@code namespace/name}, or only the name for a cluster-scoped object. */
    public String path() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** Written out, as that of {@link ResourceKey}. */
    @Override
    public int compareTo(ObjectKey other) {
        int byKind = kind.compareTo(other.kind);
        if (byKind != 0) {
            return byKind;
        }
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** As {@code Ingress default/web}: what a person reads in problems and logs. */
    @Override
    public String toString() {
        return kind.kind() + " " + path();
    }
}
