package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.TrustBundle;
import dev.sluice.resource.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS towards backends, on real sockets. */
@Timeout(60)
final class UpstreamTlsTest {
    private static final String NAME = "backend.example";

    @TempDir
    private static Path made;

    private static TestAuthority authority;
    private static Issued named;
    private static Issued own;

    @BeforeAll
    static void issue() throws Exception {
        authority = TestAuthority.make(made, "authority");
        named = authority.issue("named", "dns:" + NAME);
        own = authority.issue("own", "dns:sluice.example");
    }

    private static Table table(Backend backend, Upstream.Tls tls) throws Exception {
        return Proxy.table()
                .put(new TrustBundle(new TrustBundleKey("ca"), Files.readString(authority.certificate()), ""))
                .certificate("own", own)
                .route("a.example", "/", "web")
                .upstream("web", backend.address())
                .put(new Upstream(
                        new UpstreamKey("web"),
                        ObjectKey.of(ObjectKind.SERVICE, "default", "web"),
                        new Upstream.Discovered(new EndpointSetKey("web")),
                        Upstream.AppProtocol.HTTP1,
                        Optional.of(tls),
                        Upstream.Balancing.ROUND_ROBIN,
                        Upstream.Limits.DEFAULT))
                .serve();
    }

    private static Upstream.Tls verified(String name) {
        return new Upstream.Tls(
                Optional.of(new HostName(NAME)),
                Optional.of(new Upstream.Verification(new TrustBundleKey("ca"), new HostName(name))),
                Optional.empty());
    }

    private static final Upstream.Tls UNVERIFIED =
            new Upstream.Tls(Optional.empty(), Optional.empty(), Optional.empty());

    private static void answered(Backend backend, Upstream.Tls tls, int status, String reason) throws Exception {
        try (backend;
                Proxy proxy = Proxy.start(EngineUnderTest.NETTY, table(backend, tls));
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(status);
            proxy.assertLogged(status, reason);
        }
    }

    @Test
    void aBackendWithTheRightCertificateIsSpokenToByItsNameAndConnectionsAreKept() throws Exception {
        SSLServerSocket server = Backend.server(named);
        SSLParameters parameters = server.getSSLParameters();
        parameters.setSNIMatchers(java.util.List.of(SNIHostName.createSNIMatcher("backend\\.example")));
        server.setSSLParameters(parameters);
        try (Backend backend = Backend.secured(server, "hello");
                Proxy proxy = Proxy.start(EngineUnderTest.NETTY, table(backend, verified(NAME)));
                Client client = proxy.client()) {
            assertThat(client.get("/").body()).isEqualTo("hello");
            assertThat(client.get("/").body()).isEqualTo("hello");
            assertThat(backend.connections.get()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void withoutVerificationAnyCertificateIsGood() throws Exception {
        answered(
                Backend.secured(
                        Backend.server(TestAuthority.make(made.resolve("x"), "elsewhere")
                                .issueExpired("old", "dns:other")),
                        "hello"),
                UNVERIFIED,
                200,
                "forwarded");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        answered(Backend.secured(Backend.server(named), "hello"), verified("other.example"), 502, "upstream-tls");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
        answered(
                Backend.secured(
                        Backend.server(TestAuthority.make(made.resolve("y"), "authority")
                                .issue("named", "dns:" + NAME)),
                        "hello"),
                verified(NAME),
                502,
                "upstream-tls");
    }

    @Test
    void aCertificateThatHasEndedIsRefused() throws Exception {
        answered(
                Backend.secured(Backend.server(authority.issueExpired("ended", "dns:" + NAME)), "hello"),
                verified(NAME),
                502,
                "upstream-tls");
    }

    @Test
    void aBackendThatSpeaksNoTlsIsToldAsSuch() throws Exception {
        Backend plain = Backend.scripted(wire -> {
            wire.bytes(1);
            wire.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        });
        answered(plain, UNVERIFIED, 502, "upstream-tls");
    }

    @Test
    void aBackendThatAsksForACertificateIsShownTheConfiguredOne() throws Exception {
        SSLServerSocket server = Backend.server(named);
        server.setNeedClientAuth(true);
        answered(
                Backend.secured(server, "hello"),
                new Upstream.Tls(Optional.empty(), Optional.empty(), Optional.of(new CertificateKey("own"))),
                200,
                "forwarded");
    }

    @Test
    void whereItsOwnCertificateIsMissingNothingIsForwarded() throws Exception {
        answered(
                Backend.secured(Backend.server(named), "hello"),
                new Upstream.Tls(Optional.empty(), Optional.empty(), Optional.of(new CertificateKey("gone"))),
                503,
                "upstream-tls-missing");
    }

    @Test
    void theOtherEngineDoesNotSpeakPlainTextWhereTlsIsAskedFor() throws Exception {
        try (Backend backend = Backend.saying("hello");
                Proxy proxy = Proxy.start(EngineUnderTest.AKKA_HTTP, table(backend, UNVERIFIED));
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(503);
            assertThat(backend.received).isEmpty();
        }
    }
}
