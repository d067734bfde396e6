package dev.sluice.replica;

import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.WatchKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one replica says of itself: as much as the others need to place data planes, to tell who is up to date, and to
 * answer for the whole fleet. The latest replaces all before.
 *
 * @param address under which data planes reach it, as {@code host:port}
 * @param software version of Sluice
 * @param ready whether it has something to serve
 * @param confirmed whether it could make sure lately that its watches are not behind
 * @param epoch of the versions it publishes, with the generation in force
 * @param freshness what it has consumed
 * @param decision number of the decision that it follows
 * @param provedLower watches of which a data plane has more than the source itself, by a consistent list: the number that
 *     was asked for
 * @param dataPlanes connected to it, sorted by node
 */
public record ReplicaReport(
        ReplicaId id,
        String address,
        String software,
        boolean ready,
        boolean confirmed,
        Epoch epoch,
        Freshness freshness,
        long decision,
        SortedMap<WatchKey, Long> provedLower,
        List<DataPlaneView> dataPlanes) {
    public ReplicaReport {
        provedLower = Collections.unmodifiableSortedMap(new TreeMap<>(provedLower));
        dataPlanes = List.copyOf(dataPlanes);
    }

    /** The same, smaller: what data planes refuse is named, but not why. */
    public ReplicaReport withoutReasons() {
        return with(dataPlanes.stream().map(DataPlaneView::withoutReasons).toList());
    }

    /** The same without data planes. */
    public ReplicaReport withoutDataPlanes() {
        return with(List.of());
    }

    private ReplicaReport with(List<DataPlaneView> others) {
        return new ReplicaReport(
                id, address, software, ready, confirmed, epoch, freshness, decision, provedLower, others);
    }
}
