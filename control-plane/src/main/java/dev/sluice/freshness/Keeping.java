package dev.sluice.freshness;

import dev.sluice.key.Freshness;
import dev.sluice.publish.Meters;
import dev.sluice.publish.Stages;
import dev.sluice.replica.Peers;
import dev.sluice.rollout.Decision;
import dev.sluice.watch.ObjectSource;
import java.util.function.Supplier;

/**
 * What a {@link FreshnessKeeper} is made with.
 *
 * @param consumed by all watches, now
 * @param raise is called by the one that leads
 * @param renew has what was consumed published, although nothing has changed
 */
public record Keeping(
        FreshnessSettings settings,
        ObjectSource source,
        Peers peers,
        Stages stages,
        Meters meters,
        Supplier<Freshness> consumed,
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
}
