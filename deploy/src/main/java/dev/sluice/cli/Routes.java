package dev.sluice.cli;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Route;
import java.util.Comparator;
import java.util.List;

/** The HTTP routes that a control plane publishes now, by host and path. */
final class Routes {
    private static final Comparator<HttpRoute> ORDER = Comparator.<HttpRoute, String>comparing(
                    route -> Route.hostText(route.host()))
            .thenComparing(route -> route.match().path().text());

    private Routes() {}

    static List<HttpRoute> of(ControlPlane controlPlane) {
        return controlPlane.stages().translated().stream()
                .flatMap(translated -> translated.translation().tables().values().stream())
                .flatMap(table -> table.values().stream())
                .filter(HttpRoute.class::isInstance)
                .map(HttpRoute.class::cast)
                .sorted(ORDER)
                .toList();
    }
}
