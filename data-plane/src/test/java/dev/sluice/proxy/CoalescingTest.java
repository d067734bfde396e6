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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One certificate for hosts of which one asks clients for theirs. Browsers put requests for all of them on one connection of
 * HTTP/2 (RFC 9113 section 9.1.1), and whoever means harm on one of HTTP/1.1: what a connection was made for is what it is good for.
 */
@Timeout(60)
final class CoalescingTest {
    private static final String MUTUAL = "a.example";
    private static final String OPEN = "b.example";

    @TempDir
    private static Path made;

    private static TestAuthority authority;
    private static Issued server;
    private static Issued known;
    private static Issued deep;

    @AutoClose
    private Backend backend;

    @BeforeAll
    static void issue() throws Exception {
        authority = TestAuthority.make(made, "authority");
        server = authority.issue("server", "dns:a.example", "dns:b.example", "dns:*.w.example");
        known = authority.issue("known", "dns:client.example");
        deep = authority.issueBelow("between", "deep");
    }

    @BeforeEach
    void start() throws IOException {
        backend = Backend.saying("hello");
    }

    private Table table(Verdict verdict) throws IOException {
        RoutePolicy demand =
                new RoutePolicy.ClientCertificate(Demand.REQUIRED, Forwarded.VERDICT_AND_CERTIFICATE, List.of());
        Table table = Proxy.table()
                .certificate("server", server)
                .put(new TrustBundle(new TrustBundleKey("ca"), Files.readString(authority.certificate()), ""))
                .tlsHost("*", "server")
                .mutualTlsHost(MUTUAL, asking(1, verdict), "server")
                .tlsHost(OPEN, "server")
                .tlsHost("*.w.example", "server")
                .upstream("web", backend.address())
                .route(OPEN, "/", "web")
                .route("x.w.example", "/", "web")
                .route("y.w.example", "/", "web");
        // Where the handshake decides there is nothing left to be asked for by the rule.
        return (verdict == Verdict.BY_ANSWER
                        ? table.route(MUTUAL, "/", "web", demand)
                        : table.route(MUTUAL, "/", "web"))
                .serve();
    }

    private void assertNoWayAround(SecureConnection open, SecureConnection mutual) throws Exception {
        assertThat(open.ask(OPEN)).isEqualTo(200);
        assertThat(backend.next().values("Host")).containsExactly(OPEN);
        for (String spelling : List.of(MUTUAL, "A.Example", "a.example.", "a.example:443", "A.EXAMPLE.:8443")) {
            assertThat(open.ask(spelling)).as(spelling).isEqualTo(421);
        }
        assertThat(open.ask(OPEN)).isEqualTo(200);
        assertThat(backend.next().values("ssl-client-verify")).isEmpty();

        assertThat(mutual.ask(MUTUAL)).isEqualTo(200);
        assertThat(backend.next().values("Host")).containsExactly(MUTUAL);
        for (String other : List.of(OPEN, "x.w.example", "nobody.example", "127.0.0.1")) {
            assertThat(mutual.ask(other)).as(other).isEqualTo(421);
        }
        assertThat(mutual.ask("a.example:443")).isEqualTo(200);
        assertThat(backend.next().values("Host")).containsExactly("a.example:443");
        assertThat(backend.received).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noConnectionOfHttp1IsAWayAround(TlsUnderTest engine) throws Exception {
        for (Verdict verdict : Verdict.values()) {
            try (SecureProxy proxy = SecureProxy.start(table(verdict), engine);
                    SecureConnection open = SecureConnection.http1(SecureClient.context(), proxy.address, OPEN);
                    SecureConnection mutual =
                            SecureConnection.http1(SecureClient.holding(known), proxy.address, MUTUAL)) {
                assertNoWayAround(open, mutual);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AKKA_HTTP")
    void noConnectionOfHttp2IsAWayAround(TlsUnderTest engine) throws Exception {
        for (Verdict verdict : Verdict.values()) {
            try (SecureProxy proxy = SecureProxy.start(table(verdict), engine);
                    SecureConnection open = new SecureConnection.Http2(SecureClient.context(), proxy.address, OPEN);
                    SecureConnection mutual =
                            new SecureConnection.Http2(SecureClient.holding(known), proxy.address, MUTUAL)) {
                assertNoWayAround(open, mutual);
            }
        }
    }

    /** A wildcard's connection is good for each of its names; none, or one without a name, is good for a host that asks. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AKKA_HTTP")
    void namesOfAWildcardShareAConnectionAndNamelessOnesGetNowhereElse(TlsUnderTest engine) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER), engine);
                SecureConnection.Http2 wildcard =
                        new SecureConnection.Http2(SecureClient.context(), proxy.address, "x.w.example");
                SecureConnection.Http2 nameless =
                        new SecureConnection.Http2(SecureClient.context(), proxy.address, "")) {
            assertThat(wildcard.ask("x.w.example")).isEqualTo(200);
            assertThat(wildcard.ask("y.w.example")).isEqualTo(200);
            assertThat(wildcard.ask(OPEN)).isEqualTo(200);
            assertThat(wildcard.ask(MUTUAL)).isEqualTo(421);
            assertThat(nameless.ask(OPEN)).isEqualTo(200);
            assertThat(nameless.ask(MUTUAL)).isEqualTo(421);
            assertThat(nameless.ask(OPEN, SecureConnection.Http2.literal("host", MUTUAL)))
                    .isEqualTo(400);
            assertThat(backend.received)
                    .hasSize(4)
                    .noneMatch(request -> request.values("Host").contains(MUTUAL));
        }
    }

    /** Whoever is there when a host begins to ask for certificates was never asked: a new connection is. */
    @ParameterizedTest
    @EnumSource
    void aHostThatBeginsToAskIsNotReachedByThoseWhoWereNotAsked(TlsUnderTest engine) throws Exception {
        for (Verdict verdict : Verdict.values()) {
            Table table = table(verdict);
            try (SecureProxy proxy = SecureProxy.start(table, engine);
                    SecureConnection before = SecureConnection.http1(SecureClient.context(), proxy.address, OPEN);
                    SecureConnection elsewhere =
                            SecureConnection.http1(SecureClient.context(), proxy.address, "x.w.example")) {
                assertThat(before.ask(OPEN)).isEqualTo(200);
                table.mutualTlsHost(OPEN, asking(1, verdict), "server").serve();
                assertThat(before.ask(OPEN)).isEqualTo(421);
                assertThat(elsewhere.ask("x.w.example")).isEqualTo(200);
                try (SecureConnection known =
                        SecureConnection.http1(SecureClient.holding(CoalescingTest.known), proxy.address, OPEN)) {
                    assertThat(known.ask(OPEN)).isEqualTo(200);
                    table.tlsHost(OPEN, "server").serve();
                    assertThat(known.ask(OPEN)).isEqualTo(200);
                }
            }
        }
    }

    /** A ticket that was sealed for one host opens for no other one, whatever name the client shows it with. */
    @ParameterizedTest
    @MethodSource("versions")
    void aSessionOfAnotherHostIsNotResumed(TlsUnderTest engine, String version) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER), engine);
                ResumingClient client = new ResumingClient(version, null)) {
            for (HandshakeEnd expected : List.of(HandshakeEnd.FULL, HandshakeEnd.RESUMED)) {
                assertThat(client.ask(proxy.address, OPEN)).startsWith("HTTP/1.1 200 ");
                assertThat(proxy.handshake()).isEqualTo(expected);
            }
            assertThat(client.ask(proxy.address, MUTUAL)).startsWith("HTTP/1.1 400 ");
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.FULL);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aSessionOfAnotherHostIsNotResumedWhereTheHandshakeDecides(TlsUnderTest engine, String version)
            throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.IN_HANDSHAKE), engine);
                ResumingClient client = new ResumingClient(version, null)) {
            assertThat(client.ask(proxy.address, OPEN)).startsWith("HTTP/1.1 200 ");
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.FULL);
            assertThatThrownBy(() -> client.ask(proxy.address, MUTUAL)).isInstanceOf(ExecutionException.class);
            assertThat(proxy.handshake()).isEqualTo(engine.told(HandshakeEnd.CLIENT_CERTIFICATE));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whoIsKnownToOneHostIsNobodyToTheOther(TlsUnderTest engine, String version) throws Exception {
        try (SecureProxy proxy = SecureProxy.start(table(Verdict.BY_ANSWER), engine);
                ResumingClient client = new ResumingClient(version, known)) {
            for (HandshakeEnd expected : List.of(HandshakeEnd.FULL, HandshakeEnd.RESUMED)) {
                assertThat(client.ask(proxy.address, MUTUAL)).startsWith("HTTP/1.1 200 ");
                assertThat(proxy.handshake()).isEqualTo(expected);
                assertThat(backend.next().values("ssl-client-verify")).containsExactly("SUCCESS");
            }
            assertThat(client.ask(proxy.address, OPEN)).startsWith("HTTP/1.1 200 ");
            assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.FULL);
            assertThat(backend.next().values("ssl-client-verify")).isEmpty();
        }
    }

    /** Two hosts with one certificate and one authority for clients, of which one lets others sign for it. */
    @ParameterizedTest
    @MethodSource("versions")
    void whoIsGoodForOneHostIsMeasuredAgainByTheOther(TlsUnderTest engine, String version) throws Exception {
        String strict = "strict.example";
        Table table = table(Verdict.IN_HANDSHAKE)
                .mutualTlsHost(MUTUAL, asking(2, Verdict.IN_HANDSHAKE), "server")
                .mutualTlsHost(strict, asking(1, Verdict.IN_HANDSHAKE), "server")
                .route(strict, "/", "web")
                .serve();
        try (SecureProxy proxy = SecureProxy.start(table, engine);
                ResumingClient client = new ResumingClient(version, deep)) {
            for (HandshakeEnd expected : List.of(HandshakeEnd.FULL, HandshakeEnd.RESUMED)) {
                assertThat(client.ask(proxy.address, MUTUAL)).startsWith("HTTP/1.1 200 ");
                assertThat(proxy.handshake()).isEqualTo(expected);
            }
            assertThatThrownBy(() -> client.ask(proxy.address, strict)).isInstanceOf(ExecutionException.class);
            assertThat(proxy.handshake()).isEqualTo(engine.told(HandshakeEnd.CLIENT_CERTIFICATE));
            assertThat(backend.received).hasSize(2);
        }
    }

    private static ClientAuth asking(int depth, Verdict verdict) {
        return new ClientAuth(new TrustBundleKey("ca"), depth, verdict);
    }

    private static Stream<Arguments> versions() {
        return Arrays.stream(TlsUnderTest.values())
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(engine, version)));
    }
}
