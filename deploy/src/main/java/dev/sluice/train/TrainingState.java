package dev.sluice.train;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
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
import dev.sluice.sync.disk.StateFolder;
import dev.sluice.sync.disk.StateImage;
import dev.sluice.sync.disk.StateKeys;
import dev.sluice.sync.disk.StateOwner;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A last good state of one host, as a control plane would have sent it. */
final class TrainingState {
    static final String HOST = "training.test";

    private static final ObjectKey INGRESS = ObjectKey.of(ObjectKind.INGRESS, "default", "web");
    private static final ListenerKey HTTP = new ListenerKey("http");
    private static final ListenerKey HTTPS = new ListenerKey("https");
    private static final long MAX_BYTES = 1 << 20;

    private TrainingState() {}

    /** @param backendPort on loopback */
    static void write(Path folder, int backendPort) throws IOException {
        EncodedTable table = EncodedTable.EMPTY.apply(
                resources(backendPort).map(WireCodec::encode).toList(), List.of());
        Version version = new Version(new Epoch("training", 1), 0, Freshness.NONE, table.digest());
        new StateFolder(folder, MAX_BYTES, StateKeys.NONE)
                .write(new StateImage(new StateOwner("", FleetName.DEFAULT), Instant.now(), version, table));
    }

    private static Stream<Resource> resources(int backendPort) {
        Endpoint backend = new Endpoint(new IpAddress("127.0.0.1"), backendPort, "", Endpoint.State.READY);
        return Stream.of(
                new Listener(HTTP, 80, Listener.Protocol.HTTP, HostMatch.ANY, Optional.empty(), INGRESS),
                new Listener(
                        HTTPS,
                        443,
                        Listener.Protocol.HTTPS,
                        HostMatch.ANY,
                        Optional.of(new Listener.Tls(Listener.Tls.Mode.TERMINATE)),
                        INGRESS),
                new TlsHost(
                        new TlsHostKey("any"),
                        443,
                        HostMatch.ANY,
                        List.of(),
                        TlsHost.Fallback.DEFAULT_CERTIFICATE,
                        Optional.empty(),
                        TlsHost.OtherAuthority.SERVE,
                        TlsHost.Parameters.OF_DATA_PLANE,
                        INGRESS),
                new EndpointSet(new EndpointSetKey("web"), List.of(backend)),
                new Upstream(
                        new UpstreamKey("web"),
                        ObjectKey.of(ObjectKind.SERVICE, "default", "web"),
                        new Upstream.Discovered(new EndpointSetKey("web")),
                        Upstream.AppProtocol.HTTP1,
                        Optional.empty(),
                        Upstream.Balancing.ROUND_ROBIN,
                        Upstream.Limits.DEFAULT),
                new HttpRoute(
                        new RouteKey(HOST),
                        List.of(HTTP, HTTPS),
                        new HostMatch.Exact(new HostName(HOST)),
                        HostSettings.DEFAULT,
                        HttpMatch.path(new PathMatch.Prefix("/")),
                        new RouteAction.Forward(
                                List.of(WeightedBackend.all(new WeightedBackend.To(new UpstreamKey("web"))))),
                        List.of(),
                        new RuleOrder(1, "default/web", 0),
                        INGRESS));
    }
}
