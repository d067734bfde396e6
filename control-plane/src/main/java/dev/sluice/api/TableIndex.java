package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.publish.Snapshot;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.Credential;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Listener;
import dev.sluice.resource.Resource;
import dev.sluice.resource.Route;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.TicketKeys;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.TrustBundle;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.WeightedBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one fleet is given at one moment, by kind: found by one walk over the table, for all who ask of that moment. */
final class TableIndex {
    /** Stands in no host, path or name; whoever searches for it finds nothing. */
    private static final char BETWEEN = 0;

    private final FleetName fleet;
    private final Snapshot snapshot;
    private final List<Tables.Entry<Route>> routes = new ArrayList<>();
    private final List<Tables.Entry<Upstream>> services = new ArrayList<>();
    private final List<Certificate> certificates = new ArrayList<>();
    private final Map<CertificateKey, List<TlsHost>> hosts = new HashMap<>();
    private final Map<UpstreamKey, Integer> uses = new HashMap<>();
    private final List<EndpointSet> sets = new ArrayList<>();
    private int endpoints;
    private @Nullable List<Tables.Entry<Address>> addresses;
    private @Nullable Map<Route, String> texts;

    /**
     * One endpoint of a set.
     *
     * @param service that it is of; of the first, where several have one set
     * @param key unique in the table
     */
    record Address(EndpointSet set, ObjectKey service, Endpoint endpoint, String key) {
        private Address(EndpointSet set, ObjectKey service, Endpoint endpoint) {
            this(
                    set,
                    service,
                    endpoint,
                    Cursor.key(List.of(
                            set.key().id(),
                            endpoint.authority(),
                            endpoint.zone(),
                            endpoint.state().name())));
        }
    }

    TableIndex(FleetName fleet, Snapshot snapshot) {
        this.fleet = fleet;
        this.snapshot = snapshot;
        snapshot.resources().values().forEach(this::add);
    }

    private void add(Resource resource) {
        switch (resource) {
            case Route route -> {
                routes.add(new Tables.Entry<>(this, route));
                backends(route)
                        .forEach(backend -> upstream(backend).ifPresent(key -> uses.merge(key, 1, Integer::sum)));
            }
            case Upstream upstream -> services.add(new Tables.Entry<>(this, upstream));
            case EndpointSet set -> {
                sets.add(set);
                endpoints += set.endpoints().size();
            }
            case Certificate certificate -> certificates.add(certificate);
            case TlsHost host ->
                host.certificates()
                        .forEach(key -> hosts.computeIfAbsent(key, any -> new ArrayList<>())
                                .add(host));
            case Listener listener -> {}
            case TrustBundle bundle -> {}
            case Credential credential -> {}
            case TicketKeys keys -> {}
        }
    }

    FleetName fleet() {
        return fleet;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Sorted by id. */
    List<Tables.Entry<Route>> routes() {
        return routes;
    }

    /** Sorted by id. */
    List<Tables.Entry<Upstream>> services() {
        return services;
    }

    /** Sorted by id. */
    List<Certificate> certificates() {
        return certificates;
    }

    /** How many addresses there are in all sets. */
    int endpoints() {
        return endpoints;
    }

    /** All of them, sorted by key: made when they are first asked for, because there are many and they churn. */
    synchronized List<Tables.Entry<Address>> addresses() {
        List<Tables.Entry<Address>> known = addresses;
        if (known == null) {
            Map<EndpointSetKey, ObjectKey> owners = new HashMap<>();
            services.forEach(entry -> {
                Upstream upstream = entry.thing();
                if (upstream.endpoints() instanceof Upstream.Discovered(EndpointSetKey key)) {
                    owners.putIfAbsent(key, upstream.service());
                }
            });
            known = sets.stream()
                    .filter(set -> owners.containsKey(set.key()))
                    .flatMap(set -> addresses(set, Objects.requireNonNull(owners.get(set.key()))))
                    .map(address -> new Tables.Entry<>(this, address))
                    .toList();
            addresses = known;
        }
        return known;
    }

    static Stream<Address> addresses(EndpointSet set, ObjectKey service) {
        return set.endpoints().stream()
                .map(endpoint -> new Address(set, service, endpoint))
                .sorted(Comparator.comparing(Address::key));
    }

    /**
     * Whether the text occurs in the route's host, path, object or one of its services.
     *
     * @param part in lower case
     */
    boolean occurs(String part, Route route) {
        return part.indexOf(BETWEEN) < 0
                && Objects.requireNonNull(texts().get(route)).contains(part);
    }

    /** What is searched of each route, in lower case; made when somebody searches first. */
    private synchronized Map<Route, String> texts() {
        Map<Route, String> known = texts;
        if (known == null) {
            known = new IdentityHashMap<>();
            for (Tables.Entry<Route> entry : routes) {
                known.put(entry.thing(), text(entry.thing()));
            }
            texts = known;
        }
        return known;
    }

    private String text(Route route) {
        StringBuilder text = new StringBuilder(RouteViews.host(route.host()))
                .append(BETWEEN)
                .append(RouteViews.path(route))
                .append(BETWEEN)
                .append(route.source().path());
        services(route)
                .forEach(
                        service -> text.append(BETWEEN).append(service.service().path()));
        return text.toString().toLowerCase(Locale.ROOT);
    }

    /** How many rules forward to it. */
    int uses(UpstreamKey key) {
        return uses.getOrDefault(key, 0);
    }

    /** That are served with it. */
    List<TlsHost> hosts(CertificateKey key) {
        return hosts.getOrDefault(key, List.of());
    }

    Optional<Resource> resource(ResourceKey key) {
        return Optional.ofNullable(snapshot.resources().resources().get(key));
    }

    Optional<Upstream> service(UpstreamKey key) {
        return resource(key).filter(Upstream.class::isInstance).map(Upstream.class::cast);
    }

    /** Those that the Service port has by EndpointSlices; empty if data planes resolve its name. */
    Optional<EndpointSet> endpoints(Upstream upstream) {
        return upstream.endpoints() instanceof Upstream.Discovered(var key)
                ? resource(key).filter(EndpointSet.class::isInstance).map(EndpointSet.class::cast)
                : Optional.empty();
    }

    /** Of the route, in order; none if it is refused as a whole. */
    static List<WeightedBackend> backends(Route route) {
        return switch (route) {
            case StreamRoute stream -> stream.backends();
            case HttpRoute http ->
                http.action() instanceof RouteAction.Forward(List<WeightedBackend> backends) ? backends : List.of();
        };
    }

    /** Where a share goes; empty if it is refused. */
    static Optional<UpstreamKey> upstream(WeightedBackend backend) {
        return backend.target() instanceof WeightedBackend.To(UpstreamKey key) ? Optional.of(key) : Optional.empty();
    }

    /** The Service ports that a route forwards to. */
    Stream<Upstream> services(Route route) {
        return backends(route).stream()
                .flatMap(backend -> upstream(backend).stream())
                .flatMap(key -> service(key).stream());
    }

    /** As {@code name:port}, of a name that data planes resolve; empty for EndpointSlices. */
    static String resolved(Upstream upstream) {
        return upstream.endpoints() instanceof Upstream.Resolved(HostName name, int port) ? name + ":" + port : "";
    }
}
