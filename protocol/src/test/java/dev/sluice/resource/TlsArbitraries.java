package dev.sluice.resource;

import static dev.sluice.resource.ModelArbitraries.hostNames;
import static dev.sluice.resource.ModelArbitraries.ids;
import static dev.sluice.resource.ModelArbitraries.objects;
import static dev.sluice.resource.ModelArbitraries.ports;
import static dev.sluice.resource.ModelArbitraries.texts;

import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.resource.Upstream.AppProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary values of what is said about TLS. */
final class TlsArbitraries {
    private TlsArbitraries() {}

    /** What an upstream speaks: a protocol and TLS that fit each other. */
    record Spoken(AppProtocol protocol, Optional<Upstream.Tls> tls) {}

    static Arbitrary<Spoken> spoken() {
        return Arbitraries.oneOf(
                Arbitraries.of(AppProtocol.HTTP1, AppProtocol.H2C)
                        .map(protocol -> new Spoken(protocol, Optional.empty())),
                Combinators.combine(Arbitraries.of(AppProtocol.HTTP1, AppProtocol.HTTP2), upstreamTls())
                        .as((protocol, tls) -> new Spoken(protocol, Optional.of(tls))));
    }

    private static Arbitrary<Upstream.Tls> upstreamTls() {
        Arbitrary<Upstream.Verification> verifications =
                Combinators.combine(ids().map(TrustBundleKey::new), hostNames()).as(Upstream.Verification::new);
        return Combinators.combine(
                        hostNames().optional(),
                        verifications.optional(),
                        ids().map(CertificateKey::new).optional())
                .as(Upstream.Tls::new);
    }

    static Arbitrary<Resource> hosts(TlsHostKey key) {
        Arbitrary<List<CertificateKey>> certificates =
                ids().map(CertificateKey::new).list().ofMaxSize(3).uniqueElements();
        Arbitrary<TlsHost.ClientAuth> auths = Combinators.combine(
                        ids().map(TrustBundleKey::new),
                        Arbitraries.integers().between(1, 10),
                        Arbitraries.of(TlsHost.ClientAuth.Verdict.values()))
                .as(TlsHost.ClientAuth::new);
        return Combinators.combine(
                        ports(),
                        ModelArbitraries.hosts(),
                        certificates,
                        Arbitraries.of(TlsHost.Fallback.values()),
                        auths.optional(),
                        Arbitraries.of(TlsHost.OtherAuthority.values()),
                        parameters(),
                        objects())
                .as((port, host, named, fallback, auth, authority, parameters, source) -> new TlsHost(
                        key,
                        port,
                        host,
                        named,
                        fallback,
                        auth,
                        auth.isPresent() ? TlsHost.OtherAuthority.REFUSE : authority,
                        parameters,
                        source));
    }

    private static Arbitrary<TlsHost.Parameters> parameters() {
        return Combinators.combine(
                        Arbitraries.of(TlsHost.TlsVersion.values()).optional(),
                        texts().list().ofMaxSize(2))
                .as(TlsHost.Parameters::new);
    }

    static Arbitrary<RoutePolicy> redirects() {
        return Combinators.combine(
                        Arbitraries.of(301, 302, 303, 307, 308),
                        texts().map(text -> "/" + text).list().ofMaxSize(2),
                        Arbitraries.of(RoutePolicy.HttpsRedirect.TrailingSlash.values()))
                .as(RoutePolicy.HttpsRedirect::new);
    }

    static Arbitrary<RoutePolicy> hsts() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 100_000_000).map(Duration::ofSeconds),
                        Arbitraries.of(RoutePolicy.Hsts.SubDomains.values()),
                        Arbitraries.of(RoutePolicy.Hsts.Preload.values()))
                .as(RoutePolicy.Hsts::new);
    }

    static Arbitrary<RoutePolicy> clientCertificates() {
        return Combinators.combine(
                        Arbitraries.of(RoutePolicy.ClientCertificate.Demand.values()),
                        Arbitraries.of(RoutePolicy.ClientCertificate.Forwarded.values()),
                        texts().list().ofMaxSize(2))
                .as(RoutePolicy.ClientCertificate::new);
    }
}
