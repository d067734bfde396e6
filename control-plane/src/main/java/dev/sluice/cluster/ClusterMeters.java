package dev.sluice.cluster;

import dev.sluice.publish.Meters;
import java.util.function.BooleanSupplier;

/** What can be measured of a part in a cluster, asked for when it is read. */
public final class ClusterMeters {
    private ClusterMeters() {}

    public static void register(Meters meters, ClusterPart part, BooleanSupplier leading) {
        meters.gauge(
                "sluice.cluster.members",
                "Members of the cluster as this replica sees them",
                () -> part.members().members().size());
        meters.gauge(
                "sluice.cluster.unreachable",
                "Members that this replica cannot reach",
                () -> part.members().unreachable());
        meters.gauge(
                "sluice.cluster.incarnations",
                "How often this replica's part in the cluster has been started",
                part::incarnations);
        meters.gauge(
                "sluice.cluster.leading",
                "1 while this replica leads and is certain of it",
                () -> leading.getAsBoolean() ? 1 : 0);
    }
}
