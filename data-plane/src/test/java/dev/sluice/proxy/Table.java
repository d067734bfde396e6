package dev.sluice.proxy;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.compile.Compiled;
import dev.sluice.compile.Compiler;
import dev.sluice.compile.EndpointRegistry;
import dev.sluice.compile.Refused;
import dev.sluice.compile.ServingState;
import dev.sluice.compile.Upsert;
import dev.sluice.identity.TestAuthority;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Listener;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.WeightedBackend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A route table in a few words, compiled as the product compiles it and served through the reference that requests read. */
public final class Table {
    private static final ObjectKey OBJECT = ObjectKey.of(ObjectKind.INGRESS, "default", "web");
    private static final ListenerKey LISTENER = new ListenerKey("http");
    private static final ListenerKey SECURE_LISTENER = new ListenerKey("https");
    private static final ListenerKey PASSED_LISTENER = new ListenerKey("tls");

    private final EndpointRegistry registry;
    private final Compiler compiler;
    private final AtomicReference<ServingState> serving = new AtomicReference<>(ServingState.NONE);
    private final Map<ResourceKey, Resource> resources = new LinkedHashMap<>();
    private Compiled compiled = Compiled.EMPTY;
    private long version;

    public Table(int lanes) {
        registry = new EndpointRegistry(lanes);
        compiler = new Compiler(registry);
        put(new Listener(LISTENER, 80, Listener.Protocol.HTTP, HostMatch.ANY, Optional.empty(), OBJECT));
        put(new Listener(
                SECURE_LISTENER,
                443,
                Listener.Protocol.HTTPS,
                HostMatch.ANY,
                Optional.of(new Listener.Tls(Listener.Tls.Mode.TERMINATE)),
                OBJECT));
    }

    public AtomicReference<ServingState> serving() {
        return serving;
    }

    /** All paths from {@code prefix} on go to the upstream of that name. */
    public Table route(String host, String prefix, String upstream, RoutePolicy... policies) {
        return route(
                host,
                prefix,
                new RouteAction.Forward(
                        List.of(WeightedBackend.all(new WeightedBackend.To(new UpstreamKey(upstream))))),
                policies);
    }

    public Table refused(String host, String prefix, Refusal refusal) {
        return route(host, prefix, new RouteAction.Respond(refusal));
    }

    public Table route(String host, String prefix, RouteAction action, RoutePolicy... policies) {
        String name = "default/web/" + host + prefix;
        return put(new HttpRoute(
                new RouteKey(name),
                List.of(LISTENER, SECURE_LISTENER),
                host.equals("*") ? HostMatch.ANY : new HostMatch.Exact(new HostName(host)),
                HostSettings.DEFAULT,
                HttpMatch.path(new PathMatch.Prefix(prefix)),
                action,
                List.of(policies),
                new RuleOrder(0, name, 0),
                OBJECT));
    }

    public Table upstream(String name, InetSocketAddress... endpoints) {
        return upstream(name, Upstream.Balancing.ROUND_ROBIN, Upstream.Limits.DEFAULT, endpoints);
    }

    /** An upstream that speaks HTTP/2 without TLS. */
    public Table h2c(String name, InetSocketAddress... endpoints) {
        return upstream(
                name, Upstream.AppProtocol.H2C, Upstream.Balancing.ROUND_ROBIN, Upstream.Limits.DEFAULT, endpoints);
    }

    public Table upstream(
            String name, Upstream.Balancing balancing, Upstream.Limits limits, InetSocketAddress... endpoints) {
        return upstream(name, Upstream.AppProtocol.HTTP1, balancing, limits, endpoints);
    }

    private Table upstream(
            String name,
            Upstream.AppProtocol protocol,
            Upstream.Balancing balancing,
            Upstream.Limits limits,
            InetSocketAddress... endpoints) {
        put(new Upstream(
                new UpstreamKey(name),
                ObjectKey.of(ObjectKind.SERVICE, "default", name),
                new Upstream.Discovered(new EndpointSetKey(name)),
                protocol,
                Optional.empty(),
                balancing,
                limits));
        return endpoints(name, endpoints);
    }

    /** An upstream of HTTP/1 whose connections begin with a PROXY header. */
    public Table told(String name, Upstream.ProxyProtocol version, InetSocketAddress... endpoints) {
        put(new Upstream(
                new UpstreamKey(name),
                ObjectKey.of(ObjectKind.SERVICE, "default", name),
                new Upstream.Discovered(new EndpointSetKey(name)),
                Upstream.AppProtocol.HTTP1,
                Optional.empty(),
                Upstream.Balancing.ROUND_ROBIN,
                Upstream.Limits.DEFAULT,
                Optional.of(version)));
        return endpoints(name, endpoints);
    }

    /** Endpoints that do not answer. */
    public List<EndpointRuntime> failing() {
        return registry.failing();
    }

    /** Replaces the endpoints of an upstream. */
    public Table endpoints(String name, InetSocketAddress... endpoints) {
        return put(new EndpointSet(
                new EndpointSetKey(name),
                Arrays.stream(endpoints).map(Table::endpoint).sorted().toList()));
    }

    private static Endpoint endpoint(InetSocketAddress address) {
        return new Endpoint(
                new IpAddress(address.getAddress().getHostAddress()), address.getPort(), "", Endpoint.State.READY);
    }

    /** TLS for {@code *}, a name, or {@code *.} and a name, with these certificates. */
    public Table tlsHost(String host, String... certificates) {
        return tlsHost(host, TlsHost.Parameters.OF_DATA_PLANE, certificates);
    }

    public Table tlsHost(String host, TlsHost.Parameters parameters, String... certificates) {
        return tlsHost(host, Optional.empty(), parameters, certificates);
    }

    /** As {@link #tlsHost}, where clients are asked for a certificate, and only requests for the host itself are taken. */
    public Table mutualTlsHost(String host, TlsHost.ClientAuth asked, String... certificates) {
        return tlsHost(host, Optional.of(asked), TlsHost.Parameters.OF_DATA_PLANE, certificates);
    }

    private Table tlsHost(
            String host, Optional<TlsHost.ClientAuth> asked, TlsHost.Parameters parameters, String... certificates) {
        return put(new TlsHost(
                new TlsHostKey("443/" + host),
                443,
                match(host),
                Arrays.stream(certificates).map(CertificateKey::new).toList(),
                TlsHost.Fallback.DEFAULT_CERTIFICATE,
                asked,
                asked.isPresent() ? TlsHost.OtherAuthority.REFUSE : TlsHost.OtherAuthority.SERVE,
                parameters,
                OBJECT));
    }

    /** TLS for a host as {@link #tlsHost} has it is passed through to an upstream. */
    public Table passthrough(String host, String upstream) {
        return passthrough(host, List.of(WeightedBackend.all(new WeightedBackend.To(new UpstreamKey(upstream)))));
    }

    public Table passthrough(String host, List<WeightedBackend> backends) {
        put(new Listener(
                PASSED_LISTENER,
                443,
                Listener.Protocol.TLS,
                HostMatch.ANY,
                Optional.of(new Listener.Tls(Listener.Tls.Mode.PASSTHROUGH)),
                OBJECT));
        String name = "default/web/" + host + "|Passthrough";
        return put(new StreamRoute(
                new RouteKey(name),
                List.of(PASSED_LISTENER),
                match(host),
                backends,
                new RuleOrder(0, name, 0),
                OBJECT));
    }

    private static HostMatch match(String host) {
        if (host.equals("*")) {
            return HostMatch.ANY;
        }
        return host.startsWith("*.")
                ? new HostMatch.OneLabel(new HostName(host.substring(2)))
                : new HostMatch.Exact(new HostName(host));
    }

    public Table certificate(String name, TestAuthority.Issued issued) throws IOException {
        return certificate(name, Files.readString(issued.certificate()), Files.readAllBytes(issued.key()));
    }

    public Table certificate(String name, String chainPem, byte[] keyPem) {
        return put(new Certificate(new CertificateKey(name), chainPem, SecretBytes.of(keyPem)));
    }

    /** Any other resource. */
    public Table put(Resource resource) {
        resources.put(resource.key(), resource);
        return this;
    }

    /** Compiles what was put since the last call and makes it visible; nothing of it may be refused. */
    public Table serve() {
        Map<ResourceKey, Refused> refused = serveInSpite();
        if (!refused.isEmpty()) {
            throw new IllegalStateException(refused.toString());
        }
        return this;
    }

    /** As {@link #serve}, and says what is refused. */
    public Map<ResourceKey, Refused> serveInSpite(ResourceKey... removed) {
        List<Upsert> upserts = new ArrayList<>();
        resources.values().forEach(resource -> upserts.add(new Upsert.Decoded(resource)));
        resources.clear();
        compiled = compiler.apply(compiled, upserts, List.of(removed));
        Version next = new Version(new Epoch("test", 0), ++version, Freshness.NONE, Digest.EMPTY);
        registry.publish(compiled, () -> serving.set(compiled.state(next)));
        return compiled.refused();
    }
}
