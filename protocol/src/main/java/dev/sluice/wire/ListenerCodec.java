package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.unknownValue;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Listener;
import dev.sluice.wire.v1.ListenerProtocol;
import dev.sluice.wire.v1.ListenerTls;
import dev.sluice.wire.v1.TlsMode;
import java.util.Optional;

/** Listeners. */
final class ListenerCodec {
    private ListenerCodec() {}

    static dev.sluice.wire.v1.Listener toWire(Listener listener) {
        dev.sluice.wire.v1.Listener.Builder wire = dev.sluice.wire.v1.Listener.newBuilder()
                .setPort(listener.port())
                .setProtocol(toWire(listener.protocol()))
                .setHost(HostCodec.toWire(listener.host()))
                .setParent(ObjectCodec.toWire(listener.parent()));
        listener.tls().ifPresent(tls -> wire.setTls(toWire(tls)));
        return wire.build();
    }

    static Listener fromWire(ListenerKey key, dev.sluice.wire.v1.Listener wire) {
        known(wire, "");
        Listener.Protocol protocol = protocol(wire);
        HostMatch host = HostCodec.fromWire(wire.hasHost(), wire.getHost(), "host");
        Optional<Listener.Tls> tls = wire.hasTls() ? Optional.of(tls(wire.getTls())) : Optional.empty();
        ObjectKey parent = ObjectCodec.fromWire(wire.hasParent(), wire.getParent(), "parent");
        return new Listener(key, wire.getPort(), protocol, host, tls, parent);
    }

    private static ListenerTls toWire(Listener.Tls tls) {
        TlsMode mode = switch (tls.mode()) {
            case TERMINATE -> TlsMode.TLS_MODE_TERMINATE;
            case PASSTHROUGH -> TlsMode.TLS_MODE_PASSTHROUGH;
        };
        return ListenerTls.newBuilder().setMode(mode).build();
    }

    private static Listener.Tls tls(ListenerTls wire) {
        known(wire, "tls");
        return switch (wire.getMode()) {
            case TLS_MODE_TERMINATE -> new Listener.Tls(Listener.Tls.Mode.TERMINATE);
            case TLS_MODE_PASSTHROUGH -> new Listener.Tls(Listener.Tls.Mode.PASSTHROUGH);
            case TLS_MODE_UNSPECIFIED, UNRECOGNIZED -> throw unknownValue("tls.mode", wire.getModeValue());
        };
    }

    private static ListenerProtocol toWire(Listener.Protocol protocol) {
        return switch (protocol) {
            case HTTP -> ListenerProtocol.LISTENER_PROTOCOL_HTTP;
            case HTTPS -> ListenerProtocol.LISTENER_PROTOCOL_HTTPS;
            case TLS -> ListenerProtocol.LISTENER_PROTOCOL_TLS;
            case TCP -> ListenerProtocol.LISTENER_PROTOCOL_TCP;
            case UDP -> ListenerProtocol.LISTENER_PROTOCOL_UDP;
        };
    }

    private static Listener.Protocol protocol(dev.sluice.wire.v1.Listener wire) {
        return switch (wire.getProtocol()) {
            case LISTENER_PROTOCOL_HTTP -> Listener.Protocol.HTTP;
            case LISTENER_PROTOCOL_HTTPS -> Listener.Protocol.HTTPS;
            case LISTENER_PROTOCOL_TLS -> Listener.Protocol.TLS;
            case LISTENER_PROTOCOL_TCP -> Listener.Protocol.TCP;
            case LISTENER_PROTOCOL_UDP -> Listener.Protocol.UDP;
            case LISTENER_PROTOCOL_UNSPECIFIED, UNRECOGNIZED -> throw unknownValue("protocol", wire.getProtocolValue());
        };
    }
}
