package dev.sluice.dataplane;

import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
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
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.WeightedBackend;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tables as a control plane would send them, for a data plane that only tries itself out: in practice and in training runs. */
public final class ExampleTable {
    public static final ListenerKey HTTP = new ListenerKey("http");
    public static final ListenerKey HTTPS = new ListenerKey("https");

    private static final ObjectKey SOURCE = ObjectKey.of(ObjectKind.INGRESS, "default", "example");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private ExampleTable() {}

    /** {@link #HTTP} and {@link #HTTPS}; every name is shown the default certificate. */
    public static Stream<Resource> listeners() {
        return Stream.of(
                new Listener(HTTP, HTTP_PORT, Listener.Protocol.HTTP, HostMatch.ANY, Optional.empty(), SOURCE),
                new Listener(
                        HTTPS,
                        HTTPS_PORT,
                        Listener.Protocol.HTTPS,
                        HostMatch.ANY,
                        Optional.of(new Listener.Tls(Listener.Tls.Mode.TERMINATE)),
                        SOURCE),
                new TlsHost(
                        new TlsHostKey("any"),
                        HTTPS_PORT,
                        HostMatch.ANY,
                        List.of(),
                        TlsHost.Fallback.DEFAULT_CERTIFICATE,
                        Optional.empty(),
                        TlsHost.OtherAuthority.SERVE,
                        TlsHost.Parameters.OF_DATA_PLANE,
                        SOURCE));
    }

    /**
     * A host, all of which goes to one backend.
     *
     * @param on the listeners that serve it
     * @param backendPort on loopback
     * @param tls that the backend speaks; empty for plain text
     */
    public static Stream<Resource> host(
            String host, List<ListenerKey> on, int backendPort, Optional<Upstream.Tls> tls) {
        Endpoint backend = new Endpoint(new IpAddress("127.0.0.1"), backendPort, "", Endpoint.State.READY);
        return Stream.of(
                new EndpointSet(new EndpointSetKey(host), List.of(backend)),
                new Upstream(
                        new UpstreamKey(host),
                        ObjectKey.of(ObjectKind.SERVICE, "default", "example"),
                        new Upstream.Discovered(new EndpointSetKey(host)),
                        Upstream.AppProtocol.HTTP1,
                        tls,
                        Upstream.Balancing.ROUND_ROBIN,
                        Upstream.Limits.DEFAULT),
                new HttpRoute(
                        new RouteKey(host),
                        on,
                        new HostMatch.Exact(new HostName(host)),
                        HostSettings.DEFAULT,
                        HttpMatch.path(new PathMatch.Prefix("/")),
                        new RouteAction.Forward(
                                List.of(WeightedBackend.all(new WeightedBackend.To(new UpstreamKey(host))))),
                        List.of(),
                        new RuleOrder(1, "default/example", 0),
                        SOURCE));
    }
}
