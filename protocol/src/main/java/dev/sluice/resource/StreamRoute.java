package dev.sluice.resource;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import java.util.List;

/** One rule for TLS (by server name, not terminated), TCP or UDP. */
public record StreamRoute(
        RouteKey key,
        List<ListenerKey> listeners,
        HostMatch host,
        List<WeightedBackend> backends,
        RuleOrder order,
        ObjectKey source)
        implements Route {
    public StreamRoute {
        listeners = List.copyOf(listeners);
        backends = List.copyOf(backends);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException(key + ": a route attaches to at least one listener");
        }
    }
}
