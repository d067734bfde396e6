package dev.sluice.resource;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import java.util.List;

/**
 * One rule for HTTP requests.
 *
 * @param settings how the route's own object wants paths of its host read; where routes of one (listener, host) differ,
 *     those of the first route by {@link RuleOrder} are in force for all of them
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
        policies = RoutePolicy.oneOfEachKind(policies);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException(key + ": a route attaches to at least one listener");
        }
    }
}
