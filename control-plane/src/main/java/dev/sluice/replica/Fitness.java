package dev.sluice.replica;

import dev.sluice.key.WatchKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far this replica can be relied upon, as it knows itself; goes into its {@link ReplicaReport}.
 *
 * @param address under which data planes reach it, as {@code host:port}; empty before its server listens
 * @param confirmed whether it could make sure lately that its watches are not behind
 * @param provedLower watches of which a data plane has more than the source itself: the number that was asked for
 */
public record Fitness(String address, boolean confirmed, SortedMap<WatchKey, Long> provedLower) {
    /** Of a replica that has just started. */
    public static final Fitness STARTING = new Fitness("", true, Collections.emptySortedMap());

    public Fitness {
        provedLower = Collections.unmodifiableSortedMap(new TreeMap<>(provedLower));
    }

    public Fitness at(String reached) {
        return new Fitness(reached, confirmed, provedLower);
    }

    public Fitness confirmed(boolean now) {
        return new Fitness(address, now, provedLower);
    }

    public Fitness proved(SortedMap<WatchKey, Long> lower) {
        return new Fitness(address, confirmed, lower);
    }
}
