package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Demand;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Forwarded;
import dev.sluice.resource.TlsHost.ClientAuth;
import dev.sluice.resource.TlsHost.ClientAuth.Verdict;
import dev.sluice.resource.TrustBundle;
import dev.sluice.tls.HandshakeEnd;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that prove themselves by certificates, on real sockets. */
@Timeout(60)
final class ClientCertificateTest {
    @TempDir
    private static Path made;

    private static TestAuthority authority;
    private static Issued server;
    private static Issued known;
    private static Issued stranger;
    private static Issued expired;

    @AutoClose
    private Backend backend;

    @BeforeAll
    static void issue() throws Exception {
        authority = TestAuthority.make(made, "authority");
        server = authority.issue("server", "dns:a.example");
        known = authority.issue("known", "dns:client.example");
        expired = authority.issueExpired("expired", "dns:client.example");
        // Of an authority that has the same name: clients show only what the server says that it would believe.
        stranger = TestAuthority.make(made.resolve("elsewhere"), "authority").issue("stranger", "dns:client.example");
    }

    @BeforeEach
    void start() throws IOException {
        backend = Backend.saying("hello");
    }

    private Table table(Verdict verdict, Demand demand, String... commonNames) throws IOException {
        return Proxy.table()
                .certificate("server", server)
                .put(new TrustBundle(new TrustBundleKey("ca"), Files.readString(authority.certificate()), ""))
                .mutualTlsHost("a.example", new ClientAuth(new TrustBundleKey("ca"), 1, verdict), "server")
                .tlsHost("b.example", "server")
                .upstream("web", backend.address())
                .route(
                        "a.example",
                        "/",
                        "web",
                        new RoutePolicy.ClientCertificate(
                                demand, Forwarded.VERDICT_AND_CERTIFICATE, List.of(commonNames)))
                .route("b.example", "/", "web")
                .serve();
    }

    private static Message ask(SecureProxy proxy, SSLContext client, String... fields) throws Exception {
        try (SecureClient connection = SecureClient.connect(client, proxy.address, "a.example", parameters -> {})) {
            connection.send("GET / HTTP/1.1\r\nHost: a.example\r\n"
                    + String.join(
                            "",
                            java.util.Arrays.stream(fields)
                                    .map(field -> field + "\r\n")
                                    .toList())
                    + "\r\n");
            return connection.read();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKnownClientIsForwardedWithWhatItProved(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER, Demand.REQUIRED), engine)) {
            Message answer = ask(
                    proxy,
                    SecureClient.holding(known),
                    "ssl-client-verify: FORGED",
                    "SSL_Client_Subject_DN: CN=forged",
                    "ssl.client.verify: FORGED",
                    "X-Kept: 1");
            assertThat(answer.status()).isEqualTo(200);
            Message request = backend.next();
            assertThat(request.values("ssl-client-verify")).containsExactly("SUCCESS");
            assertThat(request.values("ssl-client-subject-dn")).containsExactly("CN=known");
            assertThat(request.values("ssl-client-issuer-dn")).containsExactly("CN=authority");
            assertThat(request.values("SSL_Client_Subject_DN")).isEmpty();
            assertThat(request.values("ssl.client.verify")).isEmpty();
            assertThat(request.values("X-Kept")).containsExactly("1");
            assertThat(URLDecoder.decode(request.values("ssl-client-cert").get(0), StandardCharsets.US_ASCII))
                    .startsWith("-----BEGIN CERTIFICATE-----\n")
                    .isSubstringOf(Files.readString(known.certificate()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutOneOrWithABadOneARequestIsAnswered400(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER, Demand.REQUIRED), engine)) {
            assertThat(ask(proxy, SecureClient.context()).status()).isEqualTo(400);
            assertThat(ask(proxy, SecureClient.holding(stranger)).status()).isEqualTo(400);
            assertThat(ask(proxy, SecureClient.holding(expired)).status()).isEqualTo(400);
            assertThat(backend.received).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereItIsOptionalOnlyABadOneIsRefused(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER, Demand.OPTIONAL), engine)) {
            assertThat(ask(proxy, SecureClient.holding(stranger)).status()).isEqualTo(400);
            assertThat(ask(proxy, SecureClient.context(), "ssl-client-verify: SUCCESS")
                            .status())
                    .isEqualTo(200);
            assertThat(backend.next().values("ssl-client-verify")).containsExactly("NONE");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereTheBackendJudgesItIsToldWhatIsWrong(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER, Demand.OPTIONAL_UNVERIFIED), engine)) {
            assertThat(ask(proxy, SecureClient.holding(expired)).status()).isEqualTo(200);
            assertThat(backend.next().values("ssl-client-verify")).containsExactly("FAILED:certificate has expired");
            assertThat(ask(proxy, SecureClient.holding(stranger)).status()).isEqualTo(200);
            assertThat(backend.next().values("ssl-client-verify"))
                    .containsExactly("FAILED:unable to verify the certificate");
        }
    }

    /** What Connection names is the client's alone to name: its own fields, not what is said of it. */
    @ParameterizedTest
    @EnumSource
    void aClientCannotTakeAwayWhatIsSaidOfIt(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER, Demand.OPTIONAL_UNVERIFIED), engine)) {
            String names = "ssl-client-verify, SSL-Client-Subject-DN, ssl-client-issuer-dn, ssl-client-cert, x-own";
            assertThat(ask(proxy, SecureClient.holding(expired), "Connection: " + names, "X-Own: 1")
                            .status())
                    .isEqualTo(200);
            Message request = backend.next();
            assertThat(request.values("ssl-client-verify")).containsExactly("FAILED:certificate has expired");
            assertThat(request.values("ssl-client-subject-dn")).containsExactly("CN=expired");
            assertThat(request.values("ssl-client-issuer-dn")).hasSize(1);
            assertThat(request.values("ssl-client-cert")).hasSize(1);
            assertThat(request.values("X-Own")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientOfAnotherCommonNameIsForbidden(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy =
                SecureProxy.start(table(Verdict.BY_ANSWER, Demand.REQUIRED, "somebody", "anybody"), engine)) {
            assertThat(ask(proxy, SecureClient.holding(known)).status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereTheHandshakeIsToFailItDoes(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.IN_HANDSHAKE, Demand.REQUIRED), engine)) {
            assertThat(ask(proxy, SecureClient.holding(known)).status()).isEqualTo(200);
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.FULL);
            for (SSLContext client : List.of(SecureClient.context(), SecureClient.holding(stranger))) {
                assertThatThrownBy(() -> ask(proxy, client)).isInstanceOf(IOException.class);
                assertThat(proxy.handshake()).isEqualTo(engine.told(HandshakeEnd.CLIENT_CERTIFICATE));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionForAnotherHostIsNoWayAround(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER, Demand.REQUIRED), engine);
                SecureClient open = SecureClient.connect(proxy.address, "b.example");
                SecureClient asked =
                        SecureClient.connect(SecureClient.holding(known), proxy.address, "a.example", p -> {})) {
            assertThat(open.get("b.example", "/").status()).isEqualTo(200);
            assertThat(open.get("a.example", "/").status()).isEqualTo(421);
            assertThat(asked.get("a.example", "/").status()).isEqualTo(200);
            assertThat(asked.get("b.example", "/").status()).isEqualTo(421);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResumedSessionRemembersTheClient(TlsUnderTest engine) throws Exception {
        SSLContext memory = SecureClient.holding(known);
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER, Demand.REQUIRED), engine)) {
            for (HandshakeEnd expected : List.of(HandshakeEnd.FULL, HandshakeEnd.RESUMED)) {
                assertThat(ask(proxy, memory).status()).isEqualTo(200);
                assertThat(proxy.handshake()).isEqualTo(expected);
                assertThat(backend.next().values("ssl-client-verify")).containsExactly("SUCCESS");
            }
        }
    }
}
