package dev.sluice.sync;

import java.util.List;

/**
 * How a data plane is, as it tells the control plane.
 *
 * @param connections client connections open now
 * @param requests served since start
 * @param failed of those, answered 5xx by a backend or by Sluice, or broken off after the response head
 */
public record HealthReport(
        boolean ready, boolean draining, long connections, long requests, long failed, List<BindFailure> bindFailures) {
    /** A listener that cannot be reached. */
    public record BindFailure(String listener, int localPort, String reason) {}

    public HealthReport {
        bindFailures = List.copyOf(bindFailures);
    }

    /** Whether the control plane should be told at once, and not only at the next beat. */
    boolean tellsMoreThan(HealthReport before) {
        return ready != before.ready || draining != before.draining || !bindFailures.equals(before.bindFailures);
    }
}
