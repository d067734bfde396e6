package dev.sluice.api;

import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.Placed;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/dataplanes}: who serves what. */
final class DataPlanesAnswer {
    private DataPlanesAnswer() {}

    record Answer(List<View> items) {}

    /**
     * @param replica that serves it
     * @param serving empty if it has no state
     * @param offered what it was sent and has not answered; empty if nothing
     * @param offeredAt since when that has not been answered; empty if nothing
     * @param delivery waiting, current, sending, lagging or ahead
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
            @Nullable Boolean ready,
            @Nullable HealthView health,
            List<RefusedView> refused,
            int nacks,
            String lastNack) {}

    record HealthView(boolean draining, long connections, long requests, long failed, List<String> bindFailures) {}

    record RefusedView(String kind, String id, String reason, boolean servingLastForm) {}

    static Answer of(Collection<Placed> planes) {
        return new Answer(planes.stream()
                .map(placed -> view(placed.replica().name(), placed.view()))
                .toList());
    }

    private static View view(String replica, DataPlaneView plane) {
        DataPlaneView.Identity identity = plane.identity();
        return new View(
                identity.node(),
                identity.fleet().value(),
                replica,
                identity.zone(),
                identity.engine(),
                identity.software(),
                identity.capabilities(),
                plane.connectedAt().toString(),
                text(Optional.of(plane.serving()).filter(version -> !version.equals(Version.NONE))),
                time(plane.answeredAt()),
                text(plane.offered()),
                time(plane.offeredAt()),
                plane.delivery().name().toLowerCase(Locale.ROOT),
                plane.health().map(DataPlaneView.Health::ready).orElse(null),
                plane.health().map(DataPlanesAnswer::health).orElse(null),
                plane.refused().stream().map(DataPlanesAnswer::refused).toList(),
                plane.nacks(),
                plane.lastNack());
    }

    private static HealthView health(DataPlaneView.Health health) {
        return new HealthView(
                health.draining(), health.connections(), health.requests(), health.failed(), health.bindFailures());
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
