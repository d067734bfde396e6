package dev.sluice.replica;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where data planes can go: the addresses of the replicas that can be followed now. A value.
 *
 * @param addresses by name of the replica, as {@code host:port}
 */
public record Placement(SortedMap<String, String> addresses) {
    public static final Placement NONE = new Placement(Collections.emptySortedMap());

    public Placement {
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    }

    /** The replicas that are ready, confirmed, and say under which address they are reached. */
    public static Placement of(Replicas all) {
        SortedMap<String, String> addresses = new TreeMap<>();
        for (ReplicaReport report : all.reports().values()) {
            if (report.ready() && report.confirmed() && !report.address().isEmpty()) {
                addresses.put(report.id().name(), report.address());
            }
        }
        return new Placement(addresses);
    }

    public Placement without(ReplicaId replica) {
        SortedMap<String, String> rest = new TreeMap<>(addresses);
        rest.remove(replica.name());
        return new Placement(rest);
    }

    /**
     * The replicas in the order in which this data plane should try them (rendezvous hashing, Thaler and Ravishankar
     * 1998): each data plane has an order of its own that does not change with who else is there, so that when a replica
     * fails its data planes spread over all others.
     */
    public List<String> order(String node) {
        return addresses.keySet().stream()
                .sorted(Comparator.comparingLong((String name) -> score(node, name))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The same, as addresses. */
    public List<String> addresses(String node) {
        return order(node).stream().map(name -> addresses.get(name)).toList();
    }

    /** The first of them. */
    public Optional<String> first(String node) {
        return addresses(node).stream().findFirst();
    }

    public boolean isEmpty() {
        return addresses.isEmpty();
    }

    /** FNV-1a, and the finalizer of MurmurHash3 so that names that differ in one digit do not give near numbers. */
    private static long score(String node, String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte next : (node + '\n' + name).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (next & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
