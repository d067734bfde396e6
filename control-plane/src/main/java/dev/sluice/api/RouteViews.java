package dev.sluice.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.key.HostName;
import dev.sluice.key.ResourceKey;
import dev.sluice.render.RuleText;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Route;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.WeightedBackend;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Routes for people. */
final class RouteViews {
    /** A page of routes is not a page of endpoints. */
    private static final int MOST_ENDPOINTS = 10;
    /** The legacy way to name a class (networking/v1 IngressSpec). */
    private static final String CLASS = "kubernetes.io/ingress.class";

    private final Optional<ClusterState> state;

    RouteViews(Optional<ClusterState> state) {
        this.state = state;
    }

    /**
     * @param source the object, as {@code Ingress default/web}
     * @param type of the object; empty if it names none
     * @param host empty for every host; {@code *.} and a parent for one label, {@code **.} for one or more
     * @param pathType exact, prefix, starts-with, regex, otherwise or stream
     * @param match what else a request must have
     * @param policies in the order in which they run
     * @param backends none if the rule itself is refused
     * @param refused why no request of the rule is forwarded; null if some are
     */
    record View(
            String id,
            String fleet,
            String source,
            String namespace,
            @JsonProperty("class") String type,
            List<String> listeners,
            String host,
            String pathType,
            String path,
            List<String> match,
            List<String> policies,
            List<BackendView> backends,
            @Nullable RefusedView refused) {}

    /**
     * @param upstream empty for a refused share
     * @param endpoints addresses; of a name that is resolved by the data plane, the name
     */
    record BackendView(
            int weight,
            String upstream,
            String service,
            List<String> endpoints,
            int moreEndpoints,
            @Nullable RefusedView refused) {}

    record RefusedView(int status, String reason) {}

    View view(TableIndex table, Route route) {
        return switch (route) {
            case HttpRoute http -> view(table, http);
            case StreamRoute stream -> view(table, stream, "stream", "", List.of(), List.of(), null);
        };
    }

    private View view(TableIndex table, HttpRoute route) {
        PathMatch path = route.match().path();
        @Nullable
        RefusedView refused = route.action() instanceof RouteAction.Respond(Refusal refusal) ? view(refusal) : null;
        return view(
                table, route, word(path), path.text(), RuleText.conditions(route), RuleText.policies(route), refused);
    }

    private View view(
            TableIndex table,
            Route route,
            String pathType,
            String path,
            List<String> match,
            List<String> policies,
            @Nullable RefusedView refused) {
        return new View(
                route.key().id(),
                table.fleet().value(),
                route.source().toString(),
                route.source().namespace(),
                className(route),
                route.listeners().stream().map(ResourceKey::id).toList(),
                host(route.host()),
                pathType,
                path,
                match,
                policies,
                TableIndex.backends(route).stream()
                        .map(backend -> view(table, backend))
                        .toList(),
                refused);
    }

    private static BackendView view(TableIndex table, WeightedBackend backend) {
        return switch (backend.target()) {
            case WeightedBackend.Refused(Refusal refusal) ->
                new BackendView(backend.weight(), "", "", List.of(), 0, view(refusal));
            case WeightedBackend.To(ResourceKey.UpstreamKey key) ->
                table.service(key)
                        .map(upstream -> view(table, backend.weight(), upstream))
                        .orElseGet(() -> new BackendView(backend.weight(), key.id(), "", List.of(), 0, null));
        };
    }

    private static BackendView view(TableIndex table, int weight, Upstream upstream) {
        List<Endpoint> all =
                table.endpoints(upstream).map(set -> set.endpoints()).orElse(List.of());
        List<Endpoint> some = all.subList(0, Math.min(all.size(), MOST_ENDPOINTS));
        String resolved = TableIndex.resolved(upstream);
        return new BackendView(
                weight,
                upstream.key().id(),
                upstream.service().toString(),
                resolved.isEmpty() ? some.stream().map(Endpoint::authority).toList() : List.of(resolved),
                all.size() - some.size(),
                null);
    }

    private static RefusedView view(Refusal refusal) {
        return new RefusedView(
                refusal.status(),
                refusal.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Of the object that the rule is made from, as it is now. */
    String className(Route route) {
        return state.flatMap(known -> known.ingress(route.source()))
                .map(RouteViews::className)
                .orElse("");
    }

    static String className(ObservedIngress ingress) {
        return ingress.className()
                .or(() -> Optional.ofNullable(ingress.meta().annotations().get(CLASS)))
                .orElse("");
    }

    /** Whether no request of the rule, or of a share of it, can be forwarded. */
    static boolean refused(Route route) {
        boolean whole = route instanceof HttpRoute http && http.action() instanceof RouteAction.Respond;
        return whole
                || TableIndex.backends(route).stream()
                        .anyMatch(backend -> TableIndex.upstream(backend).isEmpty());
    }

    static String host(HostMatch host) {
        return switch (host) {
            case HostMatch.Any any -> "";
            case HostMatch.Exact(HostName name) -> name.value();
            case HostMatch.OneLabel(HostName parent) -> "*." + parent;
            case HostMatch.Suffix(HostName parent) -> "**." + parent;
        };
    }

    static String path(Route route) {
        return route instanceof HttpRoute http ? http.match().path().text() : "";
    }

    private static String word(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact exact -> "exact";
            case PathMatch.Prefix prefix -> "prefix";
            case PathMatch.StartsWith startsWith -> "starts-with";
            case PathMatch.Regex regex -> "regex";
            case PathMatch.Otherwise otherwise -> "otherwise";
        };
    }
}
