package dev.sluice.resource;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import java.util.List;

/**
 * One rule for HTTP requests.
 *
 * @param settings how paths of this host are read; every route of one (listener, host) carries the same, and where
 *     they differ those of the first route by {@link RuleOrder} are in force
 * @param policies in the order in which they run; at most one of each kind
 */
public record HttpRoute(
        RouteKey key,
        List<ListenerKey> listeners,
        HostMatch host,
        HostSettings settings,
        HttpMatch match,
        RouteAction action,
        List<RoutePolicy> policies,
        RuleOrder order,
        ObjectKey source)
        implements Route {
    public HttpRoute {
        listeners = List.copyOf(listeners);
        policies = List.copyOf(policies);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException(key + ": a route attaches to at least one listener");
        }
    }
}
