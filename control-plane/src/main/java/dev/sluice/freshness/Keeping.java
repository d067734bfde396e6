package dev.sluice.freshness;

import dev.sluice.key.Freshness;
import dev.sluice.publish.Meters;
import dev.sluice.publish.Stages;
import dev.sluice.replica.Peers;
import dev.sluice.rollout.Decision;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.watch.ObjectSource;

/**
 * What a {@link FreshnessKeeper} is made with.
 *
 * @param raise is called by the one that leads
 * @param renew has what was consumed published, although nothing has changed
 */
public record Keeping(
        FreshnessSettings settings,
        ObjectSource source,
        Peers peers,
        Stages stages,
        Meters meters,
        Raise raise,
        Runnable renew) {
    /** Has the one who decides raise the epoch. */
    @FunctionalInterface
    public interface Raise {
        /**
         * @param seen generation of the decision that was in force; if it is higher by now, there is nothing to do
         * @param least below which the numbers of the next one must not be
         */
        void raise(long seen, Decision.Numbers least, String why);
    }

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
