package dev.sluice.compile;

import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
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
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.WeightedBackend;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Resources for tests of this package. */
final class Resources {
    private static final ObjectKey OBJECT = ObjectKey.of(ObjectKind.INGRESS, "default", "web");

    private Resources() {}

    static List<Upsert> decoded(Resource... resources) {
        return Arrays.stream(resources).<Upsert>map(Upsert.Decoded::new).toList();
    }

    static Listener listener(String key, int port, HostMatch host) {
        return listener(key, port, Listener.Protocol.HTTP, host);
    }

    static Listener listener(String key, int port, Listener.Protocol protocol, HostMatch host) {
        return new Listener(new ListenerKey(key), port, protocol, host, Optional.empty(), OBJECT);
    }

    static Upstream upstream(String name) {
        return upstream(name, new Upstream.Discovered(new EndpointSetKey(name)), Upstream.AppProtocol.HTTP1);
    }

    static Upstream upstream(String name, Upstream.EndpointSource source, Upstream.AppProtocol protocol) {
        return new Upstream(
                new UpstreamKey(name),
                ObjectKey.of(ObjectKind.SERVICE, "default", name),
                source,
                protocol,
                protocol == Upstream.AppProtocol.HTTP2
                        ? Optional.of(new Upstream.Tls(Optional.empty(), Optional.empty(), Optional.empty()))
                        : Optional.empty(),
                Upstream.Balancing.ROUND_ROBIN,
                Upstream.Limits.DEFAULT);
    }

    static EndpointSet endpoints(String name, String... addresses) {
        return new EndpointSet(
                new EndpointSetKey(name),
                Arrays.stream(addresses)
                        .map(address -> endpoint(address, Endpoint.State.READY))
                        .toList());
    }

    static Endpoint endpoint(String address, Endpoint.State state) {
        return new Endpoint(new IpAddress(address), 8080, "", state);
    }

    static Listener passing(String key, int port, HostMatch host) {
        return new Listener(
                new ListenerKey(key),
                port,
                Listener.Protocol.TLS,
                host,
                Optional.of(new Listener.Tls(Listener.Tls.Mode.PASSTHROUGH)),
                OBJECT);
    }

    static StreamRoute stream(String name, List<String> listeners, HostMatch host, long created, String... upstreams) {
        return new StreamRoute(
                new RouteKey(name),
                listeners.stream().map(ListenerKey::new).toList(),
                host,
                backends(upstreams),
                new RuleOrder(created, "default/" + name, 0),
                OBJECT);
    }

    private static List<WeightedBackend> backends(String... upstreams) {
        return Arrays.stream(upstreams)
                .map(upstream -> WeightedBackend.all(new WeightedBackend.To(new UpstreamKey(upstream))))
                .toList();
    }

    static HttpRoute route(String name, PathMatch path, String... upstreams) {
        return route(name, List.of("http"), new HostMatch.Exact(new HostName("a.example")), path, upstreams);
    }

    static HttpRoute route(String name, List<String> listeners, HostMatch host, PathMatch path, String... upstreams) {
        return new HttpRoute(
                new RouteKey(name),
                listeners.stream().map(ListenerKey::new).toList(),
                host,
                HostSettings.DEFAULT,
                HttpMatch.path(path),
                new RouteAction.Forward(backends(upstreams)),
                List.of(),
                new RuleOrder(0, "default/" + name, 0),
                OBJECT);
    }

    static RequestHead request(String host, String target) {
        RequestHead head = new RequestHead();
        head.fields().add("Host", host);
        byte[] bytes = target.getBytes(StandardCharsets.US_ASCII);
        head.target(bytes, 0, bytes.length);
        if (new RequestRules().check(head) != null) {
            throw new IllegalArgumentException(host + target);
        }
        return head;
    }
}
