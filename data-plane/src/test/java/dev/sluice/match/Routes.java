package dev.sluice.match;

import dev.sluice.http.Reason;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RuleOrder;
import java.util.List;

/** Routes for tests. Their key is a name to assert on; what they answer does not matter. */
final class Routes {
    static final ListenerKey LISTENER = new ListenerKey("http");

    private Routes() {}

    static HttpRoute route(String name, String host, PathMatch path) {
        return route(name, host(host), HttpMatch.path(path), new RuleOrder(0, "default/" + name, 0));
    }

    static HttpRoute route(String name, HostMatch host, HttpMatch match, RuleOrder order) {
        return route(name, host, match, order, HostSettings.DEFAULT);
    }

    static HttpRoute route(String name, HostMatch host, HttpMatch match, RuleOrder order, HostSettings settings) {
        return new HttpRoute(
                new RouteKey(name),
                List.of(LISTENER),
                host,
                settings,
                match,
                new RouteAction.Respond(Refusal.unavailable(Refusal.Cause.NO_BACKEND)),
                List.of(),
                order,
                ObjectKey.of(ObjectKind.INGRESS, "default", name));
    }

    /** {@code *} is any host, {@code *.x} one label, {@code **.x} a suffix. */
    static HostMatch host(String text) {
        if (text.equals("*")) {
            return HostMatch.ANY;
        }
        if (text.startsWith("**.")) {
            return new HostMatch.Suffix(new HostName(text.substring(3)));
        }
        return text.startsWith("*.")
                ? new HostMatch.OneLabel(new HostName(text.substring(2)))
                : new HostMatch.Exact(new HostName(text));
    }

    static CompiledRoute compiled(HttpRoute route) {
        return new CompiledRoute(route, new CompiledAction.Respond(Reason.NO_BACKEND, 503));
    }

    /** An index of one listener for any host at port 80. */
    static RouteIndex index(HttpRoute... routes) {
        RouteIndex index = RouteIndex.EMPTY.plusListener(80, HostMatch.ANY);
        for (HttpRoute route : routes) {
            index = index.plus(80, HostMatch.ANY, compiled(route));
        }
        return index;
    }

    /** The name of the rule that a request finds, or {@code none}. */
    static String found(RouteIndex index, String host, String target) {
        CompiledRoute found = index.find(80, Requests.get(host, target));
        return found == null ? "none" : found.key().id();
    }
}
