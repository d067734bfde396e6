package dev.sluice.resource;

import dev.sluice.key.FleetName;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKind;
import java.util.EnumSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** Arbitrary values of the model: every kind of resource, and tables of them. */
public final class ModelArbitraries {
    private ModelArbitraries() {}

    /** Few keys, so that tables of them meet. */
    public static Arbitrary<ResourceKey> keys() {
        return Combinators.combine(
                        Arbitraries.of(EnumSet.complementOf(EnumSet.of(ResourceKind.UNKNOWN))),
                        Arbitraries.integers().between(0, 9))
                .as((kind, number) -> ResourceKey.of(kind, "ns/object-" + number));
    }

    public static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars(' ', '/', '|', '*', '.', '\u00e9', '\u4e2d')
                .ofMaxLength(20);
    }

    public static Arbitrary<String> ids() {
        return texts().map(text -> "id " + text);
    }

    public static Arbitrary<HostName> hostNames() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars('_')
                .ofMinLength(1)
                .ofMaxLength(10)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(labels -> new HostName(String.join(".", labels)));
    }

    public static Arbitrary<HostMatch> hosts() {
        return Arbitraries.oneOf(
                Arbitraries.just(HostMatch.ANY),
                hostNames().map(HostMatch.Exact::new),
                hostNames().map(HostMatch.OneLabel::new),
                hostNames().map(HostMatch.Suffix::new));
    }

    public static Arbitrary<ObjectKey> objects() {
        return Combinators.combine(texts(), texts(), texts(), texts())
                .as((group, kind, namespace, name) -> new ObjectKey(new ObjectKind(group, kind), namespace, name));
    }

    public static Arbitrary<IpAddress> addresses() {
        Arbitrary<String> v4 = Arbitraries.integers()
                .between(0, 255)
                .list()
                .ofSize(4)
                .map(parts ->
                        String.join(".", parts.stream().map(String::valueOf).toList()));
        Arbitrary<String> v6 = Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.just(0)),
                        Tuple.of(3, Arbitraries.integers().between(0, 0xffff)))
                .list()
                .ofSize(8)
                .map(parts -> String.join(
                        ":", parts.stream().map(Integer::toHexString).toList()));
        return Arbitraries.oneOf(v4, v6).map(text -> IpAddress.parse(text).orElseThrow());
    }

    public static Arbitrary<Resource> resources() {
        return keys().flatMap(ModelArbitraries::resource);
    }

    /** A resource with the given key. */
    public static Arbitrary<Resource> resource(ResourceKey key) {
        return switch (key) {
            case ResourceKey.ListenerKey listener -> listeners(listener);
            case ResourceKey.RouteKey route -> RouteArbitraries.routes(route);
            case ResourceKey.UpstreamKey upstream -> upstreams(upstream);
            case ResourceKey.EndpointSetKey set ->
                endpoints().list().ofMaxSize(5).map(list -> new EndpointSet(set, list));
            case ResourceKey.CertificateKey certificate ->
                Combinators.combine(texts(), secrets())
                        .as((chain, secret) -> new Certificate(certificate, chain, secret));
            case ResourceKey.TrustBundleKey bundle ->
                Combinators.combine(texts(), texts())
                        .as((certificates, revocations) -> new TrustBundle(bundle, certificates, revocations));
            case ResourceKey.TlsHostKey host -> TlsArbitraries.hosts(host);
            case ResourceKey.CredentialKey credential -> secrets().map(secret -> new Credential(credential, secret));
            case ResourceKey.TicketKeysKey tickets ->
                secrets().list().ofMaxSize(3).map(list -> new TicketKeys(tickets, list));
            case ResourceKey.UnknownKey unknown ->
                throw new IllegalArgumentException(unknown + ": the model has no such resource");
        };
    }

    /** Tables of few keys. */
    public static Arbitrary<RouteTable> tables() {
        // The edge cases of twelve resources are too many to list.
        return resources().list().ofMaxSize(12).withoutEdgeCases().map(list -> {
            PSortedMap<ResourceKey, Resource> resources = TreePMap.empty();
            for (Resource resource : list) {
                resources = resources.plus(resource.key(), resource);
            }
            return new RouteTable(FleetName.DEFAULT, resources);
        });
    }

    private static Arbitrary<Resource> listeners(ResourceKey.ListenerKey key) {
        Arbitrary<Listener.Tls> tls = Arbitraries.of(Listener.Tls.Mode.values()).map(Listener.Tls::new);
        return Combinators.combine(
                        ports(), Arbitraries.of(Listener.Protocol.values()), hosts(), tls.optional(), objects())
                .as((port, protocol, host, maybeTls, parent) ->
                        new Listener(key, port, protocol, host, maybeTls, parent));
    }

    private static Arbitrary<Resource> upstreams(ResourceKey.UpstreamKey key) {
        Arbitrary<Upstream.EndpointSource> sources = Arbitraries.oneOf(
                ids().map(id -> new Upstream.Discovered(new ResourceKey.EndpointSetKey(id))),
                Combinators.combine(hostNames(), ports()).as(Upstream.Resolved::new));
        return Combinators.combine(
                        objects(),
                        sources,
                        TlsArbitraries.spoken(),
                        Arbitraries.of(Upstream.Balancing.values()),
                        Arbitraries.integers().greaterOrEqual(1),
                        Arbitraries.of(Upstream.ProxyProtocol.values()).optional())
                .as((service, source, spoken, balancing, most, proxy) -> new Upstream(
                        key,
                        service,
                        source,
                        spoken.protocol(),
                        spoken.tls(),
                        balancing,
                        new Upstream.Limits(most),
                        proxy.filter(version -> spoken.protocol() == Upstream.AppProtocol.HTTP1)));
    }

    private static Arbitrary<Endpoint> endpoints() {
        return Combinators.combine(addresses(), ports(), texts(), Arbitraries.of(Endpoint.State.values()))
                .as(Endpoint::new);
    }

    private static Arbitrary<SecretBytes> secrets() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(SecretBytes::of);
    }

    static Arbitrary<Integer> ports() {
        return Arbitraries.integers().between(1, 65535);
    }
}
