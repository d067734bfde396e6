package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownCase;
import static dev.sluice.wire.FieldRefused.unknownValue;

import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.Upstream.AppProtocol;
import dev.sluice.resource.Upstream.Balancing;
import dev.sluice.resource.Upstream.EndpointSource;
import dev.sluice.resource.Upstream.ProxyProtocol;
import dev.sluice.wire.v1.UpstreamProxyProtocol;
import dev.sluice.wire.v1.UpstreamTls;
import java.util.Optional;

/** Upstreams. */
final class UpstreamCodec {
    private UpstreamCodec() {}

    static dev.sluice.wire.v1.Upstream toWire(Upstream upstream) {
        dev.sluice.wire.v1.Upstream.Builder wire = dev.sluice.wire.v1.Upstream.newBuilder()
                .setService(ObjectCodec.toWire(upstream.service()))
                .setProtocol(toWire(upstream.protocol()))
                .setBalancing(toWire(upstream.balancing()))
                .setMaxConnections(upstream.limits().maxConnections());
        switch (upstream.endpoints()) {
            case Upstream.Discovered(EndpointSetKey set) -> wire.setDiscovered(set.id());
            case Upstream.Resolved(HostName name, int port) ->
                wire.getResolvedBuilder().setName(name.value()).setPort(port);
        }
        upstream.tls().ifPresent(tls -> wire.setTls(toWire(tls)));
        upstream.proxyProtocol().ifPresent(version -> wire.setProxyProtocol(toWire(version)));
        return wire.build();
    }

    static Upstream fromWire(UpstreamKey key, dev.sluice.wire.v1.Upstream wire) {
        known(wire, "");
        ObjectKey service = ObjectCodec.fromWire(wire.hasService(), wire.getService(), "service");
        Optional<Upstream.Tls> tls = wire.hasTls() ? Optional.of(tls(wire.getTls())) : Optional.empty();
        Upstream.Limits limits = new Upstream.Limits(wire.getMaxConnections());
        return new Upstream(
                key, service, source(wire), protocol(wire), tls, balancing(wire), limits, proxyProtocol(wire));
    }

    private static UpstreamProxyProtocol toWire(ProxyProtocol version) {
        return switch (version) {
            case V1 -> UpstreamProxyProtocol.UPSTREAM_PROXY_PROTOCOL_V1;
            case V2 -> UpstreamProxyProtocol.UPSTREAM_PROXY_PROTOCOL_V2;
        };
    }

    private static Optional<ProxyProtocol> proxyProtocol(dev.sluice.wire.v1.Upstream wire) {
        if (!wire.hasProxyProtocol()) {
            return Optional.empty();
        }
        return switch (wire.getProxyProtocol()) {
            case UPSTREAM_PROXY_PROTOCOL_V1 -> Optional.of(ProxyProtocol.V1);
            case UPSTREAM_PROXY_PROTOCOL_V2 -> Optional.of(ProxyProtocol.V2);
            case UPSTREAM_PROXY_PROTOCOL_UNSPECIFIED, UNRECOGNIZED ->
                throw unknownValue("proxy_protocol", wire.getProxyProtocolValue());
        };
    }

    private static EndpointSource source(dev.sluice.wire.v1.Upstream wire) {
        return switch (wire.getEndpointsCase()) {
            case DISCOVERED ->
                new Upstream.Discovered(read("discovered", () -> new EndpointSetKey(wire.getDiscovered())));
            case RESOLVED -> resolved(wire.getResolved());
            case ENDPOINTS_NOT_SET -> throw unknownCase("endpoints");
        };
    }

    private static Upstream.Resolved resolved(dev.sluice.wire.v1.Upstream.Resolved wire) {
        known(wire, "resolved");
        HostName name = HostCodec.name(wire.getName(), "resolved.name");
        return read("resolved", () -> new Upstream.Resolved(name, wire.getPort()));
    }

    private static UpstreamTls toWire(Upstream.Tls tls) {
        UpstreamTls.Builder wire = UpstreamTls.newBuilder();
        tls.serverName().ifPresent(name -> wire.setServerName(name.value()));
        tls.verification()
                .ifPresent(verification -> wire.setTrust(verification.trust().id())
                        .setVerifiedName(verification.name().value()));
        tls.clientCertificate().ifPresent(certificate -> wire.setClientCertificate(certificate.id()));
        return wire.build();
    }

    private static Upstream.Tls tls(UpstreamTls wire) {
        known(wire, "tls");
        return new Upstream.Tls(
                Optional.of(wire.getServerName())
                        .filter(name -> !name.isEmpty())
                        .map(name -> HostCodec.name(name, "tls.server_name")),
                verification(wire),
                Optional.of(wire.getClientCertificate())
                        .filter(id -> !id.isEmpty())
                        .map(id -> read("tls.client_certificate", () -> new CertificateKey(id))));
    }

    private static Optional<Upstream.Verification> verification(UpstreamTls wire) {
        if (wire.getTrust().isEmpty() && wire.getVerifiedName().isEmpty()) {
            return Optional.empty();
        }
        TrustBundleKey trust = read("tls.trust", () -> new TrustBundleKey(wire.getTrust()));
        return Optional.of(
                new Upstream.Verification(trust, HostCodec.name(wire.getVerifiedName(), "tls.verified_name")));
    }

    private static dev.sluice.wire.v1.AppProtocol toWire(AppProtocol protocol) {
        return switch (protocol) {
            case HTTP1 -> dev.sluice.wire.v1.AppProtocol.APP_PROTOCOL_HTTP1;
            case H2C -> dev.sluice.wire.v1.AppProtocol.APP_PROTOCOL_H2C;
            case HTTP2 -> dev.sluice.wire.v1.AppProtocol.APP_PROTOCOL_HTTP2;
        };
    }

    private static AppProtocol protocol(dev.sluice.wire.v1.Upstream wire) {
        return switch (wire.getProtocol()) {
            case APP_PROTOCOL_HTTP1 -> AppProtocol.HTTP1;
            case APP_PROTOCOL_H2C -> AppProtocol.H2C;
            case APP_PROTOCOL_HTTP2 -> AppProtocol.HTTP2;
            case APP_PROTOCOL_UNSPECIFIED, UNRECOGNIZED -> throw unknownValue("protocol", wire.getProtocolValue());
        };
    }

    private static dev.sluice.wire.v1.Balancing toWire(Balancing balancing) {
        return switch (balancing) {
            case ROUND_ROBIN -> dev.sluice.wire.v1.Balancing.BALANCING_ROUND_ROBIN;
            case LEAST_REQUEST -> dev.sluice.wire.v1.Balancing.BALANCING_LEAST_REQUEST;
        };
    }

    private static Balancing balancing(dev.sluice.wire.v1.Upstream wire) {
        return switch (wire.getBalancing()) {
            case BALANCING_ROUND_ROBIN -> Balancing.ROUND_ROBIN;
            case BALANCING_LEAST_REQUEST -> Balancing.LEAST_REQUEST;
            case BALANCING_UNSPECIFIED, UNRECOGNIZED -> throw unknownValue("balancing", wire.getBalancingValue());
        };
    }
}
