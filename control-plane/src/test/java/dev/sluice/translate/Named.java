package dev.sluice.translate;

import dev.sluice.key.ResourceKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.WeightedBackend;
import java.util.Set;
import java.util.TreeSet;

/** Which resources of a table name which. */
final class Named {
    private Named() {}

    static Set<ResourceKey> upstreams(RouteTable table) {
        Set<ResourceKey> keys = new TreeSet<>();
        for (Resource resource : table.values()) {
            if (resource instanceof Upstream upstream) {
                keys.add(upstream.key());
            }
        }
        return keys;
    }

    static Set<ResourceKey> routed(RouteTable table) {
        Set<ResourceKey> keys = new TreeSet<>();
        for (Resource resource : table.values()) {
            if (resource instanceof HttpRoute route && route.action() instanceof RouteAction.Forward forward) {
                for (WeightedBackend backend : forward.backends()) {
                    if (backend.target() instanceof WeightedBackend.To(var upstream)) {
                        keys.add(upstream);
                    }
                }
            }
        }
        return keys;
    }

    /** Whether some host answers nobody, because nobody can prove oneself. */
    static boolean closed(RouteTable table) {
        return table.values().stream()
                .anyMatch(resource -> resource instanceof HttpRoute route
                        && route.action() instanceof RouteAction.Respond(var refusal)
                        && refusal.cause() == Refusal.Cause.CLIENT_AUTH_UNAVAILABLE);
    }

    static Set<ResourceKey> demanded(RouteTable table) {
        Set<ResourceKey> keys = new TreeSet<>();
        for (Resource resource : table.values()) {
            if (resource instanceof Upstream upstream && upstream.endpoints() instanceof Upstream.Discovered found) {
                keys.add(found.set());
            }
        }
        return keys;
    }
}
