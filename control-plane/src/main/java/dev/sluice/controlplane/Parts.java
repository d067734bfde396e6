package dev.sluice.controlplane;

import dev.sluice.claim.ClaimStage;
import dev.sluice.publish.Meters;
import dev.sluice.publish.OpenStreams;
import dev.sluice.publish.Stages;
import dev.sluice.receipt.ReceiptStage;
import dev.sluice.receipt.book.Observed;
import dev.sluice.replica.Peers;
import dev.sluice.rollout.decide.RolloutStage;
import dev.sluice.rollout.store.DecisionStore;
import dev.sluice.status.StatusStage;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What the actors share. */
record Parts(
        String software,
        ControlPlaneSettings settings,
        Outside outside,
        Peers peers,
        PrometheusMeterRegistry registry,
        Meters meters,
        Stages stages,
        OpenStreams streams,
        StatusStage statuses,
        ReceiptStage receipts,
        DecisionStore decisions,
        RolloutStage rollout,
        ClaimStage claims) {
    /** What has been seen of the source by now. */
    Observed observed() {
        return new Observed(stages.state(), stages.endpoints());
    }

    static Parts of(
            String software,
            ControlPlaneSettings settings,
            Outside outside,
            Peers peers,
            PrometheusMeterRegistry registry) {
        Stages stages = new Stages();
        return new Parts(
                software,
                settings,
                outside,
                peers,
                registry,
                new Meters(registry),
                stages,
                new OpenStreams(),
                new StatusStage(),
                new ReceiptStage(peers.self(), stages::dataPlanes),
                outside.decisions().orElseGet(() -> Rollouts.store(settings.rollout())),
                new RolloutStage(),
                new ClaimStage());
    }
}
