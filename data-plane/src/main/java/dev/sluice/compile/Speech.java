package dev.sluice.compile;

import dev.sluice.balance.EndpointId;
import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey;
import dev.sluice.resource.Upstream;
import dev.sluice.tls.BackendTls;
import dev.sluice.tls.CertificatePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the endpoints of an upstream are spoken to.
 *
 * @param profile tells equal ways from different ones: connections are shared within one
 * @param tls null without TLS
 * @param missing why they cannot be spoken to at all, or null
 */
record Speech(
        String profile, @Nullable BackendTls tls, @Nullable Reason missing) {
    /** More certificates than that between an endpoint's and its authority's nobody has. */
    private static final int MOST_BETWEEN = 8;

    static Speech of(Upstream upstream, HandshakesEdit material) {
        String protocol = switch (upstream.protocol()) {
            case HTTP1 ->
                upstream.proxyProtocol()
                        .map(version -> EndpointId.proxied(EndpointId.PLAIN, version))
                        .orElse(EndpointId.PLAIN);
            case H2C, HTTP2 -> EndpointId.H2C; // within TLS or not
        };
        return upstream.tls().map(tls -> of(protocol, tls, material)).orElse(new Speech(protocol, null, null));
    }

    private static Speech of(String protocol, Upstream.Tls tls, HandshakesEdit material) {
        Material.Shown own = tls.clientCertificate().map(material::certificate).orElse(null);
        if (own == null && tls.clientCertificate().isPresent()) {
            return new Speech(protocol, null, Reason.UPSTREAM_TLS_MISSING);
        }
        String serverName = tls.serverName().map(name -> name.value()).orElse(null);
        Upstream.Verification asked = tls.verification().orElse(null);
        Material.Trusted trusted = asked == null ? null : material.bundle(asked.trust());
        if (asked != null && trusted == null) {
            return new Speech(protocol, null, Reason.UPSTREAM_TLS_MISSING);
        }
        String profile = protocol + "+tls:"
                + MaterialCompiler.digest(String.join(
                        "\n",
                        String.valueOf(serverName),
                        asked == null || trusted == null ? "" : asked.name().value() + " " + trusted.digest(),
                        own == null ? "" : own.resource().chainPem()));
        return new Speech(
                profile,
                new BackendTls(profile, serverName, expected(asked, trusted), own == null ? null : own.chain()),
                null);
    }

    private static BackendTls.@Nullable Expected expected(
            Upstream.@Nullable Verification asked, Material.@Nullable Trusted trusted) {
        return asked == null || trusted == null
                ? null
                : new BackendTls.Expected(
                        new CertificatePath(
                                trusted.authorities(), trusted.revocations(), MOST_BETWEEN, CertificatePath.SERVERS),
                        asked.name().value());
    }

    /** What an upstream's way of speaking is made of. */
    static List<ResourceKey> material(Upstream upstream) {
        List<ResourceKey> named = new ArrayList<>();
        upstream.tls().ifPresent(tls -> {
            tls.clientCertificate().ifPresent(named::add);
            tls.verification().ifPresent(verification -> named.add(verification.trust()));
        });
        return named;
    }
}
