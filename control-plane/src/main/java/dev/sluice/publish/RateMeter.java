package dev.sluice.publish;

import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.DataPlaneView.Rates;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes rates of the counts that a data plane reports. Confined to its session. */
final class RateMeter {
    /** Reports that follow each other sooner, because something else has changed, would say little. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private record Reading(Health health, Instant at) {}

    private Optional<Reading> last = Optional.empty();
    private Rates rates = Rates.NONE;

    /** What the data plane said, with its rates since it said so before. */
    Health measured(Health said, Instant now) {
        boolean soon = last.filter(before -> Duration.between(before.at(), now).compareTo(LEAST) < 0)
                .isPresent();
        if (!soon) {
            last.ifPresent(before -> rates = Rates.between(before.health(), said, Duration.between(before.at(), now)));
            last = Optional.of(new Reading(said, now));
        }
        return said.with(rates);
    }
}
