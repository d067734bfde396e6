package dev.sluice.bench.start;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last good state that a data plane starts from: hosts with one route and one upstream each. */
final class Disk {
    private static final ObjectKey OBJECT = ObjectKey.of(ObjectKind.INGRESS, "default", "web");
    private static final ListenerKey HTTP = new ListenerKey("http");

    private Disk() {}

    static String host(int number) {
        return "host-" + number + ".example";
    }

    /** @param backendPort on loopback; the one endpoint of every upstream */
    static void write(Path folder, int routes, int backendPort) throws IOException {
        List<Resource> resources = new ArrayList<>();
        resources.add(new Listener(HTTP, 80, Listener.Protocol.HTTP, HostMatch.ANY, Optional.empty(), OBJECT));
        for (int i = 0; i < routes; i++) {
            add(resources, i, backendPort);
        }
        EncodedTable table = EncodedTable.EMPTY.apply(
                resources.stream().map(WireCodec::encode).toList(), List.of());
        Version version = new Version(new Epoch("bench", 1), 0, Freshness.NONE, table.digest());
        new StateFolder(folder, Long.MAX_VALUE, StateKeys.NONE)
                .write(new StateImage(new StateOwner("", FleetName.DEFAULT), Instant.now(), version, table));
    }

    private static void add(List<Resource> resources, int number, int backendPort) {
        String name = "service-" + number;
        Endpoint endpoint = new Endpoint(new IpAddress("127.0.0.1"), backendPort, "", Endpoint.State.READY);
        resources.add(new EndpointSet(new EndpointSetKey(name), List.of(endpoint)));
        resources.add(new Upstream(
                new UpstreamKey(name),
                ObjectKey.of(ObjectKind.SERVICE, "default", name),
                new Upstream.Discovered(new EndpointSetKey(name)),
                Upstream.AppProtocol.HTTP1,
                Optional.empty(),
                Upstream.Balancing.ROUND_ROBIN,
                Upstream.Limits.DEFAULT));
        resources.add(new HttpRoute(
                new RouteKey(host(number)),
                List.of(HTTP),
                new HostMatch.Exact(new HostName(host(number))),
                HostSettings.DEFAULT,
                HttpMatch.path(new PathMatch.Prefix("/")),
                new RouteAction.Forward(List.of(WeightedBackend.all(new WeightedBackend.To(new UpstreamKey(name))))),
                List.of(),
                new RuleOrder(1, "default/" + name, 0),
                OBJECT));
    }
}
