package dev.sluice.api;

import dev.sluice.cluster.ClusterView;
import dev.sluice.publish.Stages;
import dev.sluice.status.StatusStage;
import java.util.function.Supplier;

/**
 * What the API reads from: immutable values, and nothing that waits.
 *
 * @param software version of Sluice
 * @param cluster as this replica sees it
 * @param metrics the metrics in the text format of Prometheus
 */
public record ApiSources(
        String software,
        Stages stages,
        StatusStage statuses,
        Supplier<ClusterView> cluster,
        Supplier<String> metrics) {}
