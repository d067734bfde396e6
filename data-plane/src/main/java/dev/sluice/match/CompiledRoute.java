package dev.sluice.match;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.policy.Policy;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.Timeouts;

/** One rule, ready to be matched and carried out. Immutable. */
public final class CompiledRoute {
    private final HttpRoute route;
    private final Conditions conditions;
    private final CompiledAction action;
    private final Policy[] policies;
    private final long connectTimeoutNanos;
    private final long readTimeoutNanos;
    private final long sendTimeoutNanos;

    /** @throws IllegalArgumentException if the route has conditions that {@link Conditions} cannot hold */
    public CompiledRoute(HttpRoute route, CompiledAction action) {
        this.route = route;
        this.conditions = Conditions.of(route.match());
        this.action = action;
        this.policies = Policy.compile(route.policies());
        Timeouts timeouts = timeouts(route);
        this.connectTimeoutNanos = timeouts.connect().toNanos();
        this.readTimeoutNanos = timeouts.read().toNanos();
        this.sendTimeoutNanos = timeouts.send().toNanos();
    }

    private static Timeouts timeouts(HttpRoute route) {
        for (RoutePolicy policy : route.policies()) {
            if (policy instanceof Timeouts timeouts) {
                return timeouts;
            }
        }
        return Timeouts.DEFAULT;
    }

    public RouteKey key() {
        return route.key();
    }

    /** The Kubernetes object that the rule was made from, for logs and explanations. */
    public ObjectKey source() {
        return route.source();
    }

    /** The rule as it was sent. */
    public HttpRoute route() {
        return route;
    }

    public CompiledAction action() {
        return action;
    }

    /** In the order in which they run; not to be written. */
    public Policy[] policies() {
        return policies;
    }

    /** To establish a connection. */
    public long connectTimeoutNanos() {
        return connectTimeoutNanos;
    }

    /** Between two reads of the response, also before its head; not a total. */
    public long readTimeoutNanos() {
        return readTimeoutNanos;
    }

    /** Between two writes of the request; not a total. */
    public long sendTimeoutNanos() {
        return sendTimeoutNanos;
    }

    Conditions conditions() {
        return conditions;
    }

    @Override
    public String toString() {
        return key().toString();
    }
}
