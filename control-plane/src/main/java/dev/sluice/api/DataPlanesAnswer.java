package dev.sluice.api;

import dev.sluice.key.Version;
import dev.sluice.receipt.ReceiptStage;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.Placed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/dataplanes}: who serves what. */
final class DataPlanesAnswer {
    private static final Set<String> DELIVERIES = Arrays.stream(DataPlaneView.Delivery.values())
            .map(DataPlanesAnswer::word)
            .collect(Collectors.toUnmodifiableSet());

    private final ReceiptStage stage;
    private final InstantSource clock;

    DataPlanesAnswer(ReceiptStage stage, InstantSource clock) {
        this.stage = stage;
        this.clock = clock;
    }

    /**
     * @param replica that serves it
     * @param serving empty if it has no state
     * @param offered what it was sent and has not answered; empty if nothing
     * @param offeredAt since when that has not been answered; empty if nothing
     * @param delivery waiting, current, sending, lagging or ahead
     * @param lagMillis since when it has not answered for what it was sent; 0 if it has
     * @param ready null until it has said
     */
    record View(
            String node,
            String fleet,
            String replica,
            String zone,
            String engine,
            String software,
            List<String> capabilities,
            String connectedAt,
            String serving,
            String answeredAt,
            String offered,
            String offeredAt,
            String delivery,
            long lagMillis,
            @Nullable Boolean ready,
            @Nullable HealthView health,
            List<RefusedView> refused,
            int nacks,
            String lastNack) {}

    /**
     * @param requestRate per second, between its last two reports; so is the failure rate
     * @param errorShare of requests; 0 where there are none
     */
    record HealthView(
            boolean draining,
            long connections,
            long requests,
            long failed,
            double requestRate,
            double failureRate,
            double errorShare,
            int failingEndpoints,
            List<String> bindFailures) {}

    record RefusedView(String kind, String id, String reason, boolean servingLastForm) {}

    Page<View> answer(Query query) {
        Query known = query.paged("fleet", "replica", "zone", "delivery", "draining", "q");
        Filters filters = new Filters(known);
        filters.word("delivery", DELIVERIES);
        Optional<Boolean> draining = filters.flag("draining");
        Instant now = clock.instant();
        return Page.of(
                new Page.Sorted<>(
                        List.copyOf(stage.dataPlanes().values()),
                        placed -> placed.view().node()),
                placed -> fits(filters, draining, placed),
                placed -> view(placed, now),
                known);
    }

    /** One of them; empty if it is not connected to any replica within reach. */
    Optional<View> answer(String node) {
        return Optional.ofNullable(stage.dataPlanes().get(node)).map(placed -> view(placed, clock.instant()));
    }

    private static boolean fits(Filters filters, Optional<Boolean> draining, Placed placed) {
        DataPlaneView plane = placed.view();
        boolean drains = plane.health().filter(DataPlaneView.Health::draining).isPresent();
        return filters.is("fleet", plane.identity().fleet().value())
                && filters.is("replica", placed.replica().name())
                && filters.is("zone", plane.identity().zone())
                && filters.is("delivery", word(plane.delivery()))
                && draining.filter(asked -> asked != drains).isEmpty()
                && filters.occurs(
                        plane.node(), plane.identity().zone(), placed.replica().name());
    }

    static View view(Placed placed, Instant now) {
        DataPlaneView plane = placed.view();
        DataPlaneView.Identity identity = plane.identity();
        return new View(
                identity.node(),
                identity.fleet().value(),
                placed.replica().name(),
                identity.zone(),
                identity.engine(),
                identity.software(),
                identity.capabilities(),
                plane.connectedAt().toString(),
                text(Optional.of(plane.serving()).filter(version -> !version.equals(Version.NONE))),
                time(plane.answeredAt()),
                text(plane.offered()),
                time(plane.offeredAt()),
                word(plane.delivery()),
                plane.offeredAt()
                        .map(at -> Math.max(0, Duration.between(at, now).toMillis()))
                        .orElse(0L),
                plane.health().map(DataPlaneView.Health::ready).orElse(null),
                plane.health().map(DataPlanesAnswer::health).orElse(null),
                plane.refused().stream().map(DataPlanesAnswer::refused).toList(),
                plane.nacks(),
                plane.lastNack());
    }

    private static HealthView health(DataPlaneView.Health health) {
        DataPlaneView.Rates rates = health.rates();
        return new HealthView(
                health.draining(),
                health.connections(),
                health.requests(),
                health.failed(),
                rates.requests(),
                rates.failures(),
                share(rates),
                health.failingEndpoints(),
                health.bindFailures());
    }

    /** Of requests, rounded to hundredths of a percent. */
    static double share(DataPlaneView.Rates rates) {
        return rates.requests() <= 0
                ? 0
                : Math.min(1, Math.round(10_000 * rates.failures() / rates.requests()) / 10_000.0);
    }

    private static String word(DataPlaneView.Delivery delivery) {
        return delivery.name().toLowerCase(Locale.ROOT);
    }

    private static RefusedView refused(DataPlaneView.RefusedResource refused) {
        return new RefusedView(
                refused.key().kind().name().toLowerCase(Locale.ROOT),
                refused.key().id(),
                refused.reason(),
                refused.servingLastForm());
    }

    private static String time(Optional<Instant> at) {
        return at.map(Instant::toString).orElse("");
    }

    private static String text(Optional<Version> version) {
        return version.map(Version::toString).orElse("");
    }
}
