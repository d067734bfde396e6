package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.present;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownCase;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Route;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.StreamRoute;
import java.util.List;
import java.util.Optional;

/** Routes of both sorts. */
final class RouteCodec {
    private RouteCodec() {}

    static dev.sluice.wire.v1.Route toWire(Route route) {
        dev.sluice.wire.v1.Route.Builder wire = dev.sluice.wire.v1.Route.newBuilder();
        switch (route) {
            case HttpRoute http -> wire.setHttp(toWire(http));
            case StreamRoute stream -> wire.setStream(toWire(stream));
        }
        return wire.build();
    }

    static Route fromWire(RouteKey key, dev.sluice.wire.v1.Route wire) {
        known(wire, "");
        return switch (wire.getRouteCase()) {
            case HTTP -> fromWire(key, wire.getHttp());
            case STREAM -> fromWire(key, wire.getStream());
            case ROUTE_NOT_SET -> throw unknownCase("route");
        };
    }

    private static dev.sluice.wire.v1.HttpRoute toWire(HttpRoute route) {
        return dev.sluice.wire.v1.HttpRoute.newBuilder()
                .addAllListeners(ids(route.listeners()))
                .setHost(HostCodec.toWire(route.host()))
                .setSettings(SettingsCodec.toWire(route.settings()))
                .setMatch(MatchCodec.toWire(route.match()))
                .setAction(ActionCodec.toWire(route.action()))
                .addAllPolicies(PolicyCodec.toWire(route.policies()))
                .setOrder(toWire(route.order()))
                .setSource(ObjectCodec.toWire(route.source()))
                .build();
    }

    private static HttpRoute fromWire(RouteKey key, dev.sluice.wire.v1.HttpRoute wire) {
        known(wire, "http");
        return new HttpRoute(
                key,
                listeners(wire.getListenersList(), "http.listeners"),
                HostCodec.fromWire(wire.hasHost(), wire.getHost(), "http.host"),
                SettingsCodec.fromWire(wire.hasSettings(), wire.getSettings(), "http.settings"),
                MatchCodec.fromWire(wire.hasMatch(), wire.getMatch(), "http.match"),
                ActionCodec.fromWire(wire.hasAction(), wire.getAction(), "http.action"),
                PolicyCodec.fromWire(wire.getPoliciesList(), "http.policies"),
                order(wire.hasOrder(), wire.getOrder(), "http.order"),
                ObjectCodec.fromWire(wire.hasSource(), wire.getSource(), "http.source"));
    }

    /**
     * Which requests are those of a route of which something else cannot be read; its action is not that of the route.
     * Empty if that cannot be read either. {@code resource.proto} promises that no field beside those read here will ever
     * say which requests match.
     */
    static Optional<HttpRoute> matching(RouteKey key, ByteString content) {
        try {
            dev.sluice.wire.v1.Route wire = dev.sluice.wire.v1.Route.parseFrom(content);
            return wire.hasHttp() ? Optional.of(matching(key, wire.getHttp())) : Optional.empty();
        } catch (InvalidProtocolBufferException | FieldRefused | IllegalArgumentException e) {
            return Optional.empty(); // what is wrong with it has been said by whoever refused it
        }
    }

    private static HttpRoute matching(RouteKey key, dev.sluice.wire.v1.HttpRoute wire) {
        return new HttpRoute(
                key,
                listeners(wire.getListenersList(), "http.listeners"),
                HostCodec.fromWire(wire.hasHost(), wire.getHost(), "http.host"),
                SettingsCodec.fromWire(wire.hasSettings(), wire.getSettings(), "http.settings"),
                MatchCodec.fromWire(wire.hasMatch(), wire.getMatch(), "http.match"),
                new RouteAction.Respond(Refusal.unavailable(Refusal.Cause.INVALID_OBJECT)),
                List.of(),
                order(wire.hasOrder(), wire.getOrder(), "http.order"),
                ObjectCodec.fromWire(wire.hasSource(), wire.getSource(), "http.source"));
    }

    private static dev.sluice.wire.v1.StreamRoute toWire(StreamRoute route) {
        return dev.sluice.wire.v1.StreamRoute.newBuilder()
                .addAllListeners(ids(route.listeners()))
                .setHost(HostCodec.toWire(route.host()))
                .addAllBackends(BackendCodec.toWire(route.backends()))
                .setOrder(toWire(route.order()))
                .setSource(ObjectCodec.toWire(route.source()))
                .build();
    }

    private static StreamRoute fromWire(RouteKey key, dev.sluice.wire.v1.StreamRoute wire) {
        known(wire, "stream");
        return new StreamRoute(
                key,
                listeners(wire.getListenersList(), "stream.listeners"),
                HostCodec.fromWire(wire.hasHost(), wire.getHost(), "stream.host"),
                Each.read(wire.getBackendsList(), "stream.backends", BackendCodec::fromWire),
                order(wire.hasOrder(), wire.getOrder(), "stream.order"),
                ObjectCodec.fromWire(wire.hasSource(), wire.getSource(), "stream.source"));
    }

    private static List<String> ids(List<ListenerKey> listeners) {
        return listeners.stream().map(ListenerKey::id).toList();
    }

    private static List<ListenerKey> listeners(List<String> ids, String field) {
        if (ids.isEmpty()) {
            throw new FieldRefused(field, "empty: expected at least one listener");
        }
        return Each.read(ids, field, (id, at) -> read(at, () -> new ListenerKey(id.intern()))); // a few, at every route
    }

    private static dev.sluice.wire.v1.RuleOrder toWire(RuleOrder order) {
        return dev.sluice.wire.v1.RuleOrder.newBuilder()
                .setCreatedAtEpochSecond(order.createdAtEpochSecond())
                .setObject(order.object())
                .setRule(order.rule())
                .build();
    }

    private static RuleOrder order(boolean present, dev.sluice.wire.v1.RuleOrder wire, String field) {
        present(present, field);
        known(wire, field);
        return new RuleOrder(wire.getCreatedAtEpochSecond(), wire.getObject(), wire.getRule());
    }
}
