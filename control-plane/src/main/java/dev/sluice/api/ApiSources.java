package dev.sluice.api;

import dev.sluice.claim.ClaimStage;
import dev.sluice.cluster.ClusterView;
import dev.sluice.publish.DataPlaneDesk;
import dev.sluice.publish.Stages;
import dev.sluice.receipt.ReceiptDesk;
import dev.sluice.receipt.ReceiptStage;
import dev.sluice.status.StatusStage;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the API reads from: immutable values and nothing that waits, but for what data planes are asked.
 *
 * @param software version of Sluice
 * @param cluster as this replica sees it
 * @param receipts also the data planes of all replicas
 * @param rollout what was decided, and how to ask for another decision
 * @param dataPlanes where they are asked, whichever replica serves them
 * @param listen has the runnable called when something of all this may have changed, by the thread that changes it
 * @param meters where the API counts
 * @param metrics the metrics in the text format of Prometheus
 */
public record ApiSources(
        String software,
        Stages stages,
        StatusStage statuses,
        ClaimStage claims,
        Supplier<ClusterView> cluster,
        ReceiptStage receipts,
        ReceiptDesk desk,
        RolloutSources rollout,
        DataPlaneDesk dataPlanes,
        Consumer<Runnable> listen,
        MeterRegistry meters,
        Supplier<String> metrics) {}
