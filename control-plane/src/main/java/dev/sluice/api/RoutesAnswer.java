package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.key.HostName;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.publish.Snapshot;
import dev.sluice.publish.Stages;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Resource;
import dev.sluice.resource.Route;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.WeightedBackend;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/routes}: every rule as it is published, with the object it comes from. */
final class RoutesAnswer {
    private final RouteTable table;
    private final String fleet;

    private RoutesAnswer(FleetName fleet, Snapshot snapshot) {
        this.fleet = fleet.value();
        this.table = snapshot.resources();
    }

    /**
     * @param source the object, as {@code Ingress default/web}
     * @param host empty for every host; {@code *.} and a parent for one label, {@code **.} for one or more
     * @param pathType exact, prefix, starts-with, regex, otherwise or stream
     * @param backends none if the rule itself is refused
     * @param refused why no request of the rule is forwarded; null if some are
     */
    record View(
            String id,
            String fleet,
            String source,
            List<String> listeners,
            String host,
            String pathType,
            String path,
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
            @Nullable RefusedView refused) {}

    record RefusedView(int status, String reason) {}

    private record Entry(RoutesAnswer of, Route route) {
        String id() {
            return of.fleet + "|" + route.key().id();
        }
    }

    static Page<View> of(Stages stages, Query query) {
        Query known = query.knowing("after", "fleet", "host", "object");
        Stream<Entry> entries = stages.fleets().entrySet().stream()
                .filter(entry -> fits(known, "fleet", entry.getKey().value()))
                .flatMap(entry -> entries(entry))
                .filter(entry -> fits(known, "host", host(entry.route())))
                .filter(entry -> fits(known, "object", source(entry.route())));
        return Page.of(entries, Entry::id, entry -> entry.of().view(entry.route()), known);
    }

    private static Stream<Entry> entries(Map.Entry<FleetName, Snapshot> fleet) {
        RoutesAnswer answer = new RoutesAnswer(fleet.getKey(), fleet.getValue());
        return answer.table.values().stream()
                .filter(Route.class::isInstance)
                .map(resource -> new Entry(answer, (Route) resource));
    }

    private static boolean fits(Query query, String parameter, String value) {
        return query.text(parameter).isEmpty() || query.text(parameter).equals(value);
    }

    private View view(Route route) {
        return switch (route) {
            case HttpRoute http -> view(http);
            case StreamRoute stream -> view(stream, "stream", "", backends(stream.backends()), null);
        };
    }

    private View view(HttpRoute route) {
        PathMatch path = route.match().path();
        return switch (route.action()) {
            case RouteAction.Forward forward ->
                view(route, word(path), path.text(), backends(forward.backends()), null);
            case RouteAction.Respond respond ->
                view(route, word(path), path.text(), List.of(), view(respond.refusal()));
        };
    }

    private View view(
            Route route, String pathType, String path, List<BackendView> backends, @Nullable RefusedView refused) {
        List<String> listeners = route.listeners().stream().map(ResourceKey::id).toList();
        return new View(
                route.key().id(), fleet, source(route), listeners, host(route), pathType, path, backends, refused);
    }

    private List<BackendView> backends(List<WeightedBackend> backends) {
        return backends.stream().map(this::view).toList();
    }

    private BackendView view(WeightedBackend backend) {
        return switch (backend.target()) {
            case WeightedBackend.Refused(Refusal refusal) ->
                new BackendView(backend.weight(), "", "", List.of(), view(refusal));
            case WeightedBackend.To(ResourceKey.UpstreamKey key) -> view(backend.weight(), key);
        };
    }

    private BackendView view(int weight, ResourceKey.UpstreamKey key) {
        if (table.resources().get(key) instanceof Upstream upstream) {
            return new BackendView(weight, key.id(), upstream.service().toString(), endpoints(upstream), null);
        }
        return new BackendView(weight, key.id(), "", List.of(), null);
    }

    private List<String> endpoints(Upstream upstream) {
        return switch (upstream.endpoints()) {
            case Upstream.Resolved(HostName name, int port) -> List.of(name + ":" + port);
            case Upstream.Discovered(EndpointSetKey key) -> {
                Resource set = table.resources().get(key);
                yield set instanceof EndpointSet known
                        ? known.endpoints().stream()
                                .map(endpoint -> endpoint.authority())
                                .toList()
                        : List.of();
            }
        };
    }

    private static RefusedView view(Refusal refusal) {
        return new RefusedView(
                refusal.status(),
                refusal.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String source(Route route) {
        return route.source().toString();
    }

    private static String host(Route route) {
        return switch (route.host()) {
            case HostMatch.Any any -> "";
            case HostMatch.Exact(HostName name) -> name.value();
            case HostMatch.OneLabel(HostName parent) -> "*." + parent;
            case HostMatch.Suffix(HostName parent) -> "**." + parent;
        };
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
