package dev.sluice.replica;

import dev.sluice.key.FleetName;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The latest report of every replica that is reachable, this one's among them. A value. */
public record Replicas(SortedMap<ReplicaId, ReplicaReport> reports) {
    public static final Replicas NONE = new Replicas(Collections.emptySortedMap());

    public Replicas {
        reports = Collections.unmodifiableSortedMap(new TreeMap<>(reports));
    }

    /** These, with a newer report of one. */
    public Replicas with(ReplicaReport report) {
        SortedMap<ReplicaId, ReplicaReport> next = new TreeMap<>(reports);
        next.put(report.id(), report);
        return new Replicas(next);
    }

    /** Without replicas that are not among these. */
    public Replicas only(Collection<ReplicaId> present) {
        SortedMap<ReplicaId, ReplicaReport> next = new TreeMap<>(reports);
        next.keySet().retainAll(present);
        return new Replicas(next);
    }

    /**
     * The data planes of the whole, by node; of one that is just moving and named by two replicas, the stream that was
     * opened last.
     */
    public SortedMap<String, DataPlaneView> dataPlanes() {
        SortedMap<String, DataPlaneView> all = new TreeMap<>();
        for (ReplicaReport report : reports.values()) {
            for (DataPlaneView view : report.dataPlanes()) {
                all.merge(view.node(), view, Replicas::later);
            }
        }
        return all;
    }

    /**
     * The data planes of the whole with their replicas, by node, where those of one replica are better known than by its
     * report: what it reports is a moment old for itself.
     *
     * @param own those that are connected to {@code self} now
     */
    public SortedMap<String, Placed> placed(ReplicaId self, Collection<DataPlaneView> own) {
        SortedMap<String, Placed> all = new TreeMap<>();
        own.forEach(view -> all.put(view.node(), new Placed(self, view)));
        for (ReplicaReport report : reports.values()) {
            if (!report.id().equals(self)) {
                report.dataPlanes()
                        .forEach(view -> all.merge(view.node(), new Placed(report.id(), view), Replicas::laterPlaced));
            }
        }
        return all;
    }

    /** Those of one fleet, sorted by node. */
    public List<DataPlaneView> dataPlanes(FleetName fleet) {
        return dataPlanes().values().stream()
                .filter(view -> view.identity().fleet().equals(fleet))
                .toList();
    }

    public Optional<ReplicaReport> report(ReplicaId id) {
        return Optional.ofNullable(reports.get(id));
    }

    private static Placed laterPlaced(Placed left, Placed right) {
        return later(left.view(), right.view()) == left.view() ? left : right;
    }

    private static DataPlaneView later(DataPlaneView left, DataPlaneView right) {
        return Comparator.comparing(DataPlaneView::connectedAt).compare(left, right) >= 0 ? left : right;
    }
}
