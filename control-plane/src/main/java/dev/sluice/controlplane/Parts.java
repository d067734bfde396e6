package dev.sluice.controlplane;

import dev.sluice.publish.Meters;
import dev.sluice.publish.Stages;
import dev.sluice.status.StatusStage;
import dev.sluice.status.StatusTarget;
import dev.sluice.watch.ObjectSource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/**
 * What the actors share.
 *
 * @param statusTarget where statuses are written; empty for a source that has no status
 */
record Parts(
        ControlPlaneSettings settings,
        ObjectSource source,
        Optional<StatusTarget> statusTarget,
        PrometheusMeterRegistry registry,
        Meters meters,
        Stages stages,
        StatusStage statuses) {
    static Parts of(ControlPlaneSettings settings, ObjectSource source, Optional<StatusTarget> statusTarget) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new Parts(
                settings, source, statusTarget, registry, new Meters(registry), new Stages(), new StatusStage());
    }
}
