package dev.sluice.replica;

/**
 * One run of one replica: a replica that restarts is another.
 *
 * @param name of the replica, unique among those that run: its Pod's, or its host's and port's
 * @param incarnation when it started, in milliseconds since 1970-01-01T00:00Z
 */
public record ReplicaId(String name, long incarnation) implements Comparable<ReplicaId> {
    @Override
    public int compareTo(ReplicaId other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Long.compare(incarnation, other.incarnation);
    }

    @Override
    public String toString() {
        return name;
    }
}
