package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownCase;

import dev.sluice.resource.RoutePolicy;
import java.time.Duration;
import java.util.List;

/** What is done to requests on their way. */
final class PolicyCodec {
    private PolicyCodec() {}

    static List<dev.sluice.wire.v1.RoutePolicy> toWire(List<RoutePolicy> policies) {
        return policies.stream().map(PolicyCodec::toWire).toList();
    }

    static List<RoutePolicy> fromWire(List<dev.sluice.wire.v1.RoutePolicy> wire, String field) {
        return Each.read(wire, field, PolicyCodec::fromWire);
    }

    private static dev.sluice.wire.v1.RoutePolicy toWire(RoutePolicy policy) {
        dev.sluice.wire.v1.RoutePolicy.Builder wire = dev.sluice.wire.v1.RoutePolicy.newBuilder();
        switch (policy) {
            case RoutePolicy.Timeouts(Duration connect, Duration read, Duration send) ->
                wire.getTimeoutsBuilder()
                        .setConnectMillis(connect.toMillis())
                        .setReadMillis(read.toMillis())
                        .setSendMillis(send.toMillis());
            case RoutePolicy.RequestBodyLimit(long maxBytes) ->
                wire.getRequestBodyLimitBuilder().setMaxBytes(maxBytes);
            case RoutePolicy.HttpsRedirect redirect -> wire.setHttpsRedirect(TlsPolicyCodec.toWire(redirect));
            case RoutePolicy.Hsts hsts -> wire.setHsts(TlsPolicyCodec.toWire(hsts));
            case RoutePolicy.ClientCertificate asked -> wire.setClientCertificate(TlsPolicyCodec.toWire(asked));
        }
        return wire.build();
    }

    private static RoutePolicy fromWire(dev.sluice.wire.v1.RoutePolicy wire, String field) {
        known(wire, field);
        return switch (wire.getPolicyCase()) {
            case TIMEOUTS -> timeouts(wire.getTimeouts(), field + ".timeouts");
            case REQUEST_BODY_LIMIT -> bodyLimit(wire.getRequestBodyLimit(), field + ".request_body_limit");
            case HTTPS_REDIRECT -> TlsPolicyCodec.fromWire(wire.getHttpsRedirect(), field + ".https_redirect");
            case HSTS -> TlsPolicyCodec.fromWire(wire.getHsts(), field + ".hsts");
            case CLIENT_CERTIFICATE ->
                TlsPolicyCodec.fromWire(wire.getClientCertificate(), field + ".client_certificate");
            case POLICY_NOT_SET -> throw unknownCase(field);
        };
    }

    private static RoutePolicy timeouts(dev.sluice.wire.v1.RoutePolicy.Timeouts wire, String field) {
        known(wire, field);
        return read(
                field,
                () -> new RoutePolicy.Timeouts(
                        Duration.ofMillis(wire.getConnectMillis()),
                        Duration.ofMillis(wire.getReadMillis()),
                        Duration.ofMillis(wire.getSendMillis())));
    }

    private static RoutePolicy bodyLimit(dev.sluice.wire.v1.RoutePolicy.RequestBodyLimit wire, String field) {
        known(wire, field);
        return read(field, () -> new RoutePolicy.RequestBodyLimit(wire.getMaxBytes()));
    }
}
