package dev.sluice.controlplane;

import dev.sluice.publish.Meters;
import dev.sluice.rollout.FleetReleases;
import dev.sluice.rollout.Releases;
import java.util.function.ToLongFunction;

/** What is measured of releases and decisions. */
final class RolloutMeters {
    private RolloutMeters() {}

    static void register(Parts parts) {
        Meters meters = parts.meters();
        meters.gauge(
                "sluice.rollout.decision",
                "Number of the decision in force",
                () -> parts.rollout().decision().number());
        meters.gauge("sluice.rollout.waiting", "Decisions that wait to be written", parts.rollout()::waiting);
        meters.gauge(
                "sluice.rollout.history.releases",
                "Releases remembered, of all fleets",
                () -> sum(parts, fleet -> fleet.history().entries().size()));
        meters.gauge(
                "sluice.rollout.history.bytes",
                "What the releases remembered have changed, encoded",
                () -> sum(parts, fleet -> fleet.history().bytes()));
        meters.gauge(
                "sluice.rollout.missing",
                "Releases that the decision names and that are not to be had",
                () -> sum(parts, fleet -> fleet.missing().size()));
    }

    private static long sum(Parts parts, ToLongFunction<FleetReleases> number) {
        return parts.stages().releases().map(Releases::fleets).stream()
                .flatMap(fleets -> fleets.values().stream())
                .mapToLong(number)
                .sum();
    }
}
