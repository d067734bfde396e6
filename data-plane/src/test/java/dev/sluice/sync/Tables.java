package dev.sluice.sync;

import com.google.protobuf.ByteString;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
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
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Small tables to send. */
public final class Tables {
    private static final ObjectKey INGRESS = ObjectKey.of(ObjectKind.INGRESS, "default", "web");
    private static final WatchKey WATCH = new WatchKey(ObjectKind.INGRESS, "");
    private static final ListenerKey HTTP = new ListenerKey("http");

    private Tables() {}

    public static EncodedTable table(Resource... resources) {
        return EncodedTable.EMPTY.apply(
                Arrays.stream(resources).map(WireCodec::encode).toList(), List.of());
    }

    /** A table with one host, and all it needs. */
    public static EncodedTable host(String host) {
        return table(listener(), endpoints("10.0.0.1"), upstream(), route(host));
    }

    /** A version of that table at a freshness. */
    public static Version version(EncodedTable table, long freshness) {
        return version(table.digest(), freshness);
    }

    public static Version version(Digest digest, long freshness) {
        TreeMap<WatchKey, Long> consumed = new TreeMap<>();
        consumed.put(WATCH, freshness);
        return new Version(new Epoch("test", 1), 0, new Freshness(consumed), digest);
    }

    public static Listener listener() {
        return new Listener(HTTP, 80, Listener.Protocol.HTTP, HostMatch.ANY, Optional.empty(), INGRESS);
    }

    public static EndpointSet endpoints(String... addresses) {
        return new EndpointSet(
                new EndpointSetKey("web"),
                Arrays.stream(addresses)
                        .map(address -> new Endpoint(new IpAddress(address), 8080, "", Endpoint.State.READY))
                        .toList());
    }

    /** A table with one host whose one endpoint is on this machine. */
    public static EncodedTable host(String host, int localPort) {
        Endpoint local = new Endpoint(new IpAddress("127.0.0.1"), localPort, "", Endpoint.State.READY);
        return table(listener(), new EndpointSet(new EndpointSetKey("web"), List.of(local)), upstream(), route(host));
    }

    public static Upstream upstream() {
        return upstream(new Upstream.Discovered(new EndpointSetKey("web")));
    }

    public static Upstream upstream(Upstream.EndpointSource source) {
        return new Upstream(
                new UpstreamKey("web"),
                ObjectKey.of(ObjectKind.SERVICE, "default", "web"),
                source,
                Upstream.AppProtocol.HTTP1,
                Optional.empty(),
                Upstream.Balancing.ROUND_ROBIN,
                Upstream.Limits.DEFAULT);
    }

    public static HttpRoute route(String host) {
        return new HttpRoute(
                new RouteKey(host),
                List.of(HTTP),
                new HostMatch.Exact(new HostName(host)),
                HostSettings.DEFAULT,
                HttpMatch.path(new PathMatch.Prefix("/")),
                new RouteAction.Forward(List.of(WeightedBackend.all(new WeightedBackend.To(new UpstreamKey("web"))))),
                List.of(),
                new RuleOrder(1, "default/web", 0),
                INGRESS);
    }

    /** A route with a field that no version knows yet. */
    public static EncodedResource fromTheFuture(String host) {
        ByteString known = WireCodec.encode(route(host)).content();
        ByteString unknownField = ByteString.copyFrom(new byte[] {(byte) 0xf8, 0x06, 1}); // field 111, varint 1
        return EncodedResource.of(key(host), known.concat(unknownField));
    }

    public static ResourceKey key(String host) {
        return new RouteKey(host);
    }
}
