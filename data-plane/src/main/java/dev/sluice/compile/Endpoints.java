package dev.sluice.compile;

import dev.sluice.balance.EndpointId;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.Upstream.Discovered;
import dev.sluice.resource.Upstream.Resolved;
import java.util.List;
import java.util.Map;

/** Which endpoints of an upstream can take requests. */
final class Endpoints {
    private Endpoints() {}

    /** In a stable order, each once. */
    static List<EndpointId> of(
            Upstream upstream,
            String profile,
            Map<EndpointSetKey, EndpointSet> sets,
            Map<UpstreamKey, List<IpAddress>> resolutions) {
        return switch (upstream.endpoints()) {
            case Discovered(EndpointSetKey key) -> {
                EndpointSet set = sets.get(key);
                yield set == null ? List.of() : usable(set.endpoints(), profile);
            }
            case Resolved(var name, int port) ->
                resolutions.getOrDefault(upstream.key(), List.of()).stream()
                        .distinct()
                        .map(address -> new EndpointId(address, port, profile))
                        .toList();
        };
    }

    /** Those that are ready; if there are none, those that are terminating but still serve (KEP-1672). */
    private static List<EndpointId> usable(List<Endpoint> endpoints, String profile) {
        List<EndpointId> ready = in(Endpoint.State.READY, endpoints, profile);
        return ready.isEmpty() ? in(Endpoint.State.TERMINATING, endpoints, profile) : ready;
    }

    private static List<EndpointId> in(Endpoint.State state, List<Endpoint> endpoints, String profile) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.state() == state)
                .map(endpoint -> new EndpointId(endpoint.address(), endpoint.port(), profile))
                .distinct()
                .toList();
    }
}
