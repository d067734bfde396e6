package dev.sluice.render;

import dev.sluice.resource.Certificate;
import dev.sluice.resource.Credential;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Listener;
import dev.sluice.resource.Resource;
import dev.sluice.resource.Route;
import dev.sluice.resource.RoutePrecedence;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.TicketKeys;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.TrustBundle;
import dev.sluice.resource.Upstream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The resources of a table for people: by kind; routes by host, in the order in which they are tried. */
final class ResourceText {
    private static final Comparator<HttpRoute> AS_TRIED = Comparator.<HttpRoute, Boolean>comparing(
                    route -> route.host() instanceof HostMatch.Any)
            .thenComparing(route -> Route.hostText(route.host()))
            .thenComparing(RoutePrecedence.INSTANCE);

    private final Map<String, Object> listeners = new LinkedHashMap<>();
    private final Map<String, Object> tlsHosts = new LinkedHashMap<>();
    private final Map<String, Object> streamRoutes = new LinkedHashMap<>();
    private final Map<String, Object> upstreams = new LinkedHashMap<>();
    private final List<String> secrets = new ArrayList<>();
    private final List<HttpRoute> routes = new ArrayList<>();

    private ResourceText() {}

    /** Endpoint sets are left to who knows the endpoints. */
    static Map<String, Object> byKind(Collection<Resource> resources) {
        ResourceText text = new ResourceText();
        resources.forEach(text::add);
        Map<String, Object> kinds = new LinkedHashMap<>();
        kinds.put("listeners", text.listeners);
        kinds.put("tlsHosts", text.tlsHosts);
        text.routes.sort(AS_TRIED);
        kinds.put("routes", text.routes.stream().map(RouteText::of).toList());
        kinds.put("streamRoutes", text.streamRoutes);
        kinds.put("upstreams", text.upstreams);
        kinds.put("secrets", text.secrets);
        kinds.values()
                .removeIf(shown -> shown instanceof Map<?, ?> map && map.isEmpty()
                        || shown instanceof List<?> list && list.isEmpty());
        return kinds;
    }

    private void add(Resource resource) {
        switch (resource) {
            case Listener listener -> listeners.put(listener.key().id(), listener(listener));
            case HttpRoute route -> routes.add(route);
            case StreamRoute route ->
                streamRoutes.put(route.key().id(), Route.hostText(route.host()) + " from " + route.source());
            case Upstream upstream -> upstreams.put(upstream.key().id(), upstream(upstream));
            case EndpointSet set -> {}
            case Certificate certificate -> secrets.add(certificate.key().toString());
            case TlsHost host -> tlsHosts.put(host.key().id(), TlsHostText.of(host));
            case TrustBundle bundle -> secrets.add(bundle.key().toString());
            case Credential credential -> secrets.add(credential.key().toString());
            case TicketKeys keys -> secrets.add(keys.key().toString());
        }
    }

    private static String listener(Listener listener) {
        return listener.protocol() + " on " + listener.port() + " for " + Route.hostText(listener.host());
    }

    private static Map<String, Object> upstream(Upstream upstream) {
        Map<String, Object> shown = new LinkedHashMap<>();
        switch (upstream.endpoints()) {
            case Upstream.Discovered discovered ->
                shown.put("endpointsOf", discovered.set().id());
            case Upstream.Resolved(var name, int port) -> shown.put("resolves", name + ":" + port);
        }
        if (upstream.balancing() != Upstream.Balancing.ROUND_ROBIN) {
            shown.put("balancing", upstream.balancing().name());
        }
        if (upstream.protocol() != Upstream.AppProtocol.HTTP1) {
            shown.put("protocol", upstream.protocol().name());
        }
        upstream.proxyProtocol().ifPresent(version -> shown.put("proxyProtocol", version.name()));
        upstream.tls().ifPresent(tls -> shown.put("tls", TlsHostText.of(tls)));
        return shown;
    }
}
