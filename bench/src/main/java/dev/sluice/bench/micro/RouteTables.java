package dev.sluice.bench.micro;

import dev.sluice.compile.Upsert;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Listener;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.WeightedBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Route tables as large clusters have them: ten paths a host, one host in twenty a wildcard, an upstream for ten routes. */
final class RouteTables {
    static final int ROUTES_PER_HOST = 10;

    private static final ListenerKey LISTENER = new ListenerKey("http");
    private static final ObjectKey INGRESS = ObjectKey.of(ObjectKind.INGRESS, "team", "web");

    private RouteTables() {}

    /** All resources of a table of so many routes. */
    static List<Upsert> table(int routes) {
        List<Resource> resources = new ArrayList<>();
        resources.add(new Listener(LISTENER, 80, Listener.Protocol.HTTP, HostMatch.ANY, Optional.empty(), INGRESS));
        for (int i = 0; i < routes; i++) {
            if (i % ROUTES_PER_HOST == 0) {
                resources.add(upstream(i / ROUTES_PER_HOST));
                resources.add(endpoints(i / ROUTES_PER_HOST, 3));
            }
            resources.add(route(i, RoutePolicy.Timeouts.DEFAULT));
        }
        return resources.stream().<Upsert>map(Upsert.Decoded::new).toList();
    }

    static HttpRoute route(int i, RoutePolicy.Timeouts timeouts) {
        return new HttpRoute(
                new RouteKey("team/web-" + i + " " + hostName(i) + " Prefix " + path(i)),
                List.of(LISTENER),
                host(i),
                HostSettings.DEFAULT,
                HttpMatch.path(i % 3 == 2 ? new PathMatch.Exact(path(i)) : new PathMatch.Prefix(path(i))),
                new RouteAction.Forward(List.of(WeightedBackend.all(
                        new WeightedBackend.To(upstream(i / ROUTES_PER_HOST).key())))),
                List.of(timeouts),
                new RuleOrder(1_700_000_000L + i, "team/web-" + i, 0),
                INGRESS);
    }

    private static HostMatch host(int route) {
        HostName name = new HostName(hostName(route));
        return wildcard(route) ? new HostMatch.OneLabel(name) : new HostMatch.Exact(name);
    }

    private static boolean wildcard(int route) {
        return route / ROUTES_PER_HOST % 20 == 19;
    }

    private static String hostName(int route) {
        int host = route / ROUTES_PER_HOST;
        return "shop-" + host + ".team-" + host % 97 + ".apps.example.com";
    }

    /** The host that a client names to reach the route. */
    static String requestHost(int route) {
        return (wildcard(route) ? "eu." : "") + hostName(route);
    }

    static String path(int route) {
        return switch (route % ROUTES_PER_HOST) {
            case 0 -> "/";
            case 1, 2, 3 -> "/api/v" + route % ROUTES_PER_HOST;
            case 4, 5, 6 -> "/static/bundle-" + route % ROUTES_PER_HOST + "/assets";
            default -> "/service-" + route % ROUTES_PER_HOST;
        };
    }

    static Upstream upstream(int i) {
        return new Upstream(
                new UpstreamKey("team/service-" + i + ":80"),
                ObjectKey.of(ObjectKind.SERVICE, "team", "service-" + i),
                new Upstream.Discovered(new EndpointSetKey("team/service-" + i + ":80")),
                Upstream.AppProtocol.HTTP1,
                Optional.empty(),
                Upstream.Balancing.ROUND_ROBIN,
                Upstream.Limits.DEFAULT);
    }

    /** So many endpoints of upstream {@code i}. */
    static EndpointSet endpoints(int i, int count) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            IpAddress address = new IpAddress("10." + i / 250 % 250 + "." + i % 250 + "." + (n + 1));
            endpoints.add(new Endpoint(address, 8080, "zone-a", Endpoint.State.READY));
        }
        return new EndpointSet(new EndpointSetKey("team/service-" + i + ":80"), endpoints);
    }
}
