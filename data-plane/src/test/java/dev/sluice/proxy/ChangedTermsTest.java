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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients whose connections are there when their host begins to measure them by something else, on real sockets. */
@Timeout(60)
final class ChangedTermsTest {
    private static final String HOST = "a.example";
    private static final TrustBundleKey BUNDLE = new TrustBundleKey("ca");

    @TempDir
    private static Path made;

    private static TestAuthority authority;
    private static TestAuthority successor;
    private static Issued server;
    private static Issued known;
    private static Issued other;
    private static Issued renewed;

    @AutoClose
    private Backend backend;

    /** How a client speaks within TLS. */
    private enum Spoken {
        HTTP1,
        HTTP2
    }

    @BeforeAll
    static void issue() throws Exception {
        authority = TestAuthority.make(made, "authority");
        // Of the same name: clients show only what the server says that it would believe.
        successor = TestAuthority.make(made.resolve("later"), "authority");
        server = authority.issue("server", "dns:a.example");
        known = authority.issue("known", "dns:client.example");
        other = authority.issue("other", "dns:client.example");
        renewed = successor.issue("renewed", "dns:client.example");
    }

    @BeforeEach
    void start() throws IOException {
        backend = Backend.saying("hello");
    }

    private Table table(Verdict verdict, Demand demand) throws IOException {
        return Proxy.table()
                .certificate("server", server)
                .put(bundle(authority, ""))
                .mutualTlsHost(HOST, asking(verdict), "server")
                .upstream("web", backend.address())
                .route(HOST, "/", "web", new RoutePolicy.ClientCertificate(demand, Forwarded.VERDICT, List.of()))
                .serve();
    }

    private static TrustBundle bundle(TestAuthority authority, String revocations) throws IOException {
        return new TrustBundle(BUNDLE, Files.readString(authority.certificate()), revocations);
    }

    private static ClientAuth asking(Verdict verdict) {
        return new ClientAuth(BUNDLE, 1, verdict);
    }

    private static SecureConnection connect(SecureProxy proxy, Spoken spoken, SSLContext context) throws IOException {
        return switch (spoken) {
            case HTTP1 -> SecureConnection.http1(context, proxy.address, HOST);
            case HTTP2 -> new SecureConnection.Http2(context, proxy.address, HOST);
        };
    }

    private static SecureConnection connect(SecureProxy proxy, Spoken spoken, Issued own) throws Exception {
        return connect(proxy, spoken, SecureClient.holding(own));
    }

    /** A client that is good now. */
    private static void assertGood(SecureConnection connection) throws IOException {
        assertThat(connection.ask(HOST)).isEqualTo(200);
    }

    private static void assertLapsed(SecureConnection connection) throws IOException {
        assertThat(connection.ask(HOST)).isEqualTo(421);
        assertThat(connection.ended()).isTrue();
    }

    private static void assertBad(SecureProxy proxy, Spoken spoken, Verdict verdict, Issued own) throws Exception {
        if (verdict == Verdict.BY_ANSWER) {
            try (SecureConnection again = connect(proxy, spoken, own)) {
                assertThat(again.ask(HOST)).isEqualTo(400);
                assertThat(again.ended()).isTrue(); // another certificate can be shown on another connection only
            }
        } else {
            assertThatThrownBy(() -> {
                        try (SecureConnection again = connect(proxy, spoken, own)) {
                            again.ask(HOST);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whomAnExchangedBundleDoesNotKnowIsAskedToComeAgain(TlsUnderTest engine, Spoken spoken, Verdict verdict)
            throws Exception {
        Table table = table(verdict, Demand.REQUIRED);
        try (SecureProxy proxy = SecureProxy.start(table, engine);
                SecureConnection before = connect(proxy, spoken, known)) {
            assertGood(before);
            table.put(bundle(authority, "")).certificate("server", server).serve(); // another state, the same terms
            assertGood(before);
            table.put(bundle(successor, "")).serve();
            assertLapsed(before);
            assertBad(proxy, spoken, verdict, known);
            try (SecureConnection after = connect(proxy, spoken, renewed)) {
                assertGood(after);
            }
            assertThat(backend.requests.get()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whoIsTakenBackIsAskedToComeAgainAndOthersGoOn(TlsUnderTest engine, Spoken spoken, Verdict verdict)
            throws Exception {
        Table table = table(verdict, Demand.REQUIRED);
        try (SecureProxy proxy = SecureProxy.start(table, engine);
                SecureConnection goes = connect(proxy, spoken, known);
                SecureConnection stays = connect(proxy, spoken, other)) {
            assertGood(goes);
            assertGood(stays);
            table.put(bundle(authority, authority.revoking(known))).serve();
            assertLapsed(goes);
            assertGood(stays);
            assertBad(proxy, spoken, verdict, known);
            table.put(bundle(authority, authority.revoking(known, other))).serve();
            assertLapsed(stays);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLogSaysWhy(TlsUnderTest engine) throws Exception {
        Table table = table(Verdict.IN_HANDSHAKE, Demand.REQUIRED);
        try (SecureProxy proxy = SecureProxy.start(table, engine);
                SecureConnection before = connect(proxy, Spoken.HTTP1, known)) {
            assertGood(before);
            assertThat(proxy.logged()).contains("forwarded");
            table.put(bundle(successor, "")).serve();
            assertLapsed(before);
            assertThat(proxy.logged()).contains(" 421 ").contains("client-certificate-lapsed");
        }
    }

    /** Where the backend judges it is told how things stand, and no request is refused because a bundle has changed. */
    @ParameterizedTest
    @EnumSource
    void whereTheBackendJudgesItIsToldHowThingsStand(TlsUnderTest engine) throws Exception {
        Table table = table(Verdict.BY_ANSWER, Demand.OPTIONAL_UNVERIFIED);
        try (SecureProxy proxy = SecureProxy.start(table, engine);
                SecureConnection client = connect(proxy, Spoken.HTTP1, known)) {
            assertTold(client, "SUCCESS");
            table.put(bundle(authority, authority.revoking(known))).serve();
            assertTold(client, "FAILED:certificate revoked");
            table.put(bundle(successor, "")).serve();
            assertTold(client, "FAILED:unable to verify the certificate");
            table.put(bundle(authority, "")).serve();
            assertTold(client, "SUCCESS");
        }
    }

    private void assertTold(SecureConnection client, String verdict) throws Exception {
        assertGood(client);
        assertThat(backend.next().values("ssl-client-verify")).containsExactly(verdict);
    }

    /** Whoever has shown none, or a bad one, came when the answer was to say so: a handshake would not let it in any more. */
    @ParameterizedTest
    @EnumSource
    void whereTheHandshakeBeginsToDecideItIsNotLeftOut(TlsUnderTest engine) throws Exception {
        Table table = table(Verdict.BY_ANSWER, Demand.OPTIONAL);
        try (SecureProxy proxy = SecureProxy.start(table, engine);
                SecureConnection nobody = connect(proxy, Spoken.HTTP1, SecureClient.context());
                SecureConnection somebody = connect(proxy, Spoken.HTTP1, known)) {
            assertGood(nobody);
            assertGood(somebody);
            table.mutualTlsHost(HOST, asking(Verdict.IN_HANDSHAKE), "server").serve();
            assertLapsed(nobody);
            assertGood(somebody);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBundleThatIsGoneKnowsNobody(TlsUnderTest engine) throws Exception {
        Table table = table(Verdict.IN_HANDSHAKE, Demand.REQUIRED);
        try (SecureProxy proxy = SecureProxy.start(table, engine);
                SecureConnection before = connect(proxy, Spoken.HTTP1, known)) {
            assertGood(before);
            assertThat(table.serveInSpite(BUNDLE)).isEmpty();
            assertLapsed(before);
        }
    }

    private static Stream<Arguments> ways() {
        return Arrays.stream(TlsUnderTest.values())
                .flatMap(engine -> Arrays.stream(Spoken.values())
                        .filter(spoken -> spoken == Spoken.HTTP1 || engine != TlsUnderTest.AKKA_HTTP)
                        .flatMap(spoken ->
                                Arrays.stream(Verdict.values()).map(verdict -> Arguments.of(engine, spoken, verdict))));
    }
}
