package dev.sluice.freshness;

import dev.sluice.key.Freshness;
import dev.sluice.publish.Meters;
import dev.sluice.publish.Stages;
import dev.sluice.replica.Peers;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.watch.ObjectSource;
import java.time.InstantSource;

/**
 * What a {@link FreshnessKeeper} is made with.
 *
 * @param renew has what was consumed published, although nothing has changed
 */
public record Keeping(
        FreshnessSettings settings,
        ObjectSource source,
        Peers peers,
        Stages stages,
        Meters meters,
        InstantSource clock,
        Runnable renew) {
    /** By all watches, now. */
    Freshness consumed() {
        Freshness all = stages.state().map(ClusterState::freshness).orElse(Freshness.NONE);
        Freshness endpoints = stages.endpoints().map(EndpointState::freshness).orElse(Freshness.NONE);
        for (var entry : endpoints.consumed().entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }
}
