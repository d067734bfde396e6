package dev.sluice.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.CredentialKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.TicketKeysKey;
import dev.sluice.resource.RoutePolicy.HttpsRedirect.TrailingSlash;
import dev.sluice.resource.TlsHost.OtherAuthority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static final ObjectKey OBJECT = ObjectKey.of(ObjectKind.SERVICE, "ns", "s");
    private static final SecretBytes SECRET = SecretBytes.of("hunter2".getBytes(StandardCharsets.UTF_8));

    @Test
    void noTextOfASecretResourceHasItsContent() {
        assertThat(SECRET).hasToString("[redacted]");
        assertThat(new Certificate(new CertificateKey("ns/c"), "hunter2-chain", SECRET).toString())
                .doesNotContain("hunter2")
                .contains("ns/c");
        assertThat(new Credential(new CredentialKey("ns/c"), SECRET).toString()).doesNotContain("hunter2");
        assertThat(new TicketKeys(new TicketKeysKey("k"), List.of(SECRET)).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void secretsAreCopiedInAndOut() {
        byte[] bytes = {1, 2};
        SecretBytes secret = SecretBytes.of(bytes);
        bytes[0] = 9;
        secret.reveal()[1] = 9;

        assertThat(secret.reveal()).containsExactly(1, 2);
        assertThat(secret).isEqualTo(SecretBytes.of(new byte[] {1, 2})).isNotEqualTo(SecretBytes.of(new byte[] {1}));
    }

    @Test
    void endpointsAreSortedAndThereOnce() {
        Endpoint one = new Endpoint(new IpAddress("10.0.0.1"), 80, "", Endpoint.State.READY);
        Endpoint two = new Endpoint(new IpAddress("10.0.0.2"), 80, "", Endpoint.State.READY);

        assertThat(new EndpointSet(new EndpointSetKey("s"), List.of(two, one, two)).endpoints())
                .containsExactly(one, two);
    }

    @Test
    void whatOnlyOneOfCanBeInForceIsThereOnce() {
        RoutePolicy limit = new RoutePolicy.RequestBodyLimit(1);
        ValueMatch upper = new ValueMatch("Accept", new ValueMatch.Exact("a"));
        ValueMatch lower = new ValueMatch("accept", new ValueMatch.Exact("b"));

        assertRefused(() -> RoutePolicy.oneOfEachKind(List.of(limit, limit)), "RequestBodyLimit");
        assertRefused(() -> match(List.of(upper, lower), List.of()), "accept");
        assertThat(match(List.of(), List.of(upper, lower)).query()).hasSize(2);
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        assertRefused(() -> new PathMatch.Prefix("foo"), "'foo'");
        assertRefused(() -> new Refusal(200, Refusal.Cause.NO_BACKEND), "200");
        assertRefused(() -> new Upstream.Limits(0), "maxConnections 0");
        assertRefused(() -> timeouts(Duration.ofNanos(999_999)), "connect");
        assertRefused(() -> timeouts(RoutePolicy.Timeouts.LONGEST.plusMillis(1)), "connect");
    }

    @Test
    void whatIsSaidOfTlsIsCheckedByName() {
        assertRefused(() -> new RoutePolicy.HttpsRedirect(200, List.of(), TrailingSlash.KEEP), "200");
        assertRefused(() -> new RoutePolicy.HttpsRedirect(308, List.of("x"), TrailingSlash.KEEP), "'x'");
        assertRefused(() -> hsts(Duration.ofSeconds(-1)), "max-age");
        assertRefused(() -> clientAuth(0), "depth 0");
        assertRefused(() -> clientAuth(11), "depth 11");
        assertRefused(() -> tlsHost(0, List.of(), Optional.empty(), OtherAuthority.SERVE), "port 0");
        CertificateKey twice = new CertificateKey("ns/c");
        assertRefused(() -> tlsHost(443, List.of(twice, twice), Optional.empty(), OtherAuthority.SERVE), "twice");
    }

    @Test
    void aHostThatAsksForClientCertificatesSharesNoConnectionWithOtherHosts() {
        assertRefused(
                () -> tlsHost(443, List.of(), Optional.of(clientAuth(1)), OtherAuthority.SERVE), "other authorities");
        assertThat(tlsHost(443, List.of(), Optional.of(clientAuth(1)), OtherAuthority.REFUSE)
                        .clientAuth())
                .isPresent();
    }

    @Test
    void http2IsWithinTlsAndH2cIsNot() {
        Optional<Upstream.Tls> tls =
                Optional.of(new Upstream.Tls(Optional.empty(), Optional.empty(), Optional.empty()));

        assertRefused(() -> upstream(Upstream.AppProtocol.H2C, tls), "expected HTTP2");
        assertRefused(() -> upstream(Upstream.AppProtocol.HTTP2, Optional.empty()), "expected H2C");
        assertThat(upstream(Upstream.AppProtocol.HTTP1, tls).tls()).isEqualTo(tls);
    }

    @Test
    void maxAgeHasWholeSeconds() {
        assertThat(hsts(Duration.ofMillis(1999)).maxAge()).isEqualTo(Duration.ofSeconds(1));
    }

    private static RoutePolicy.Hsts hsts(Duration maxAge) {
        return new RoutePolicy.Hsts(maxAge, RoutePolicy.Hsts.SubDomains.INCLUDED, RoutePolicy.Hsts.Preload.UNASKED);
    }

    private static TlsHost.ClientAuth clientAuth(int depth) {
        return new TlsHost.ClientAuth(
                new ResourceKey.TrustBundleKey("ns/ca"), depth, TlsHost.ClientAuth.Verdict.BY_ANSWER);
    }

    private static TlsHost tlsHost(
            int port,
            List<CertificateKey> certificates,
            Optional<TlsHost.ClientAuth> clientAuth,
            OtherAuthority authority) {
        return new TlsHost(
                new ResourceKey.TlsHostKey("443 *"),
                port,
                HostMatch.ANY,
                certificates,
                TlsHost.Fallback.DEFAULT_CERTIFICATE,
                clientAuth,
                authority,
                TlsHost.Parameters.OF_DATA_PLANE,
                OBJECT);
    }

    private static Upstream upstream(Upstream.AppProtocol protocol, Optional<Upstream.Tls> tls) {
        return new Upstream(
                new ResourceKey.UpstreamKey("ns/s:80"),
                OBJECT,
                new Upstream.Discovered(new EndpointSetKey("ns/s:80")),
                protocol,
                tls,
                Upstream.Balancing.ROUND_ROBIN,
                Upstream.Limits.DEFAULT);
    }

    @Test
    void timeoutsHaveWholeMilliseconds() {
        assertThat(timeouts(Duration.ofNanos(1_999_999)).connect()).isEqualTo(Duration.ofMillis(1));
    }

    private static HttpMatch match(List<ValueMatch> headers, List<ValueMatch> query) {
        return new HttpMatch(new PathMatch.Prefix("/"), Optional.empty(), headers, query);
    }

    private static RoutePolicy.Timeouts timeouts(Duration connect) {
        return new RoutePolicy.Timeouts(connect, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    private static void assertRefused(Runnable construction, String named) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
