package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.FailingEndpoint;
import dev.sluice.replica.Placed;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which endpoints data planes cannot use now, by fleet and address. */
final class EndpointHealth {
    private static final int MOST_NODES = 100;

    private final Map<FleetName, Map<String, List<FailingView>>> failing = new HashMap<>();

    /** @param planes sorted by node */
    EndpointHealth(Collection<Placed> planes) {
        planes.forEach(placed -> add(placed.view()));
    }

    /** A data plane that sees it so. */
    record FailingView(String node, int failures, String reason, String since) {}

    private void add(DataPlaneView plane) {
        plane.health()
                .ifPresent(health -> health.failing()
                        .forEach(endpoint -> failing.computeIfAbsent(
                                        plane.identity().fleet(), any -> new HashMap<>())
                                .computeIfAbsent(endpoint.authority(), any -> new ArrayList<>())
                                .add(view(plane.node(), endpoint))));
    }

    private static FailingView view(String node, FailingEndpoint endpoint) {
        return new FailingView(
                node, endpoint.failures(), endpoint.reason(), endpoint.since().toString());
    }

    /** By node, the first of many. */
    List<FailingView> of(FleetName fleet, Endpoint endpoint) {
        Map<String, List<FailingView>> known = failing.get(fleet);
        List<FailingView> all = known == null ? List.of() : known.getOrDefault(endpoint.authority(), List.of());
        return all.subList(0, Math.min(all.size(), MOST_NODES));
    }

    /** How many of them some data plane cannot use. */
    int failing(FleetName fleet, EndpointSet set) {
        return failing.containsKey(fleet)
                ? (int) set.endpoints().stream()
                        .filter(endpoint -> !of(fleet, endpoint).isEmpty())
                        .count()
                : 0;
    }
}
