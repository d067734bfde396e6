package dev.sluice.controlplane;

import dev.sluice.publish.Meters;
import dev.sluice.publish.Stages;
import dev.sluice.replica.Peers;
import dev.sluice.status.StatusStage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What the actors share. */
record Parts(
        ControlPlaneSettings settings,
        Outside outside,
        Peers peers,
        PrometheusMeterRegistry registry,
        Meters meters,
        Stages stages,
        StatusStage statuses) {
    static Parts of(ControlPlaneSettings settings, Outside outside, Peers peers) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new Parts(settings, outside, peers, registry, new Meters(registry), new Stages(), new StatusStage());
    }
}
