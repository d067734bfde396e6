package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.forward.Explain;
import dev.sluice.forward.Explanation;
import dev.sluice.forward.HealthPath;
import dev.sluice.http.Reason;
import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.WeightedBackend;
import dev.sluice.tls.HandshakeEnd;
import dev.sluice.tls.TlsSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS that is passed through to backends by its server name, on real sockets. */
@Timeout(60)
final class PassthroughTest {
    @TempDir
    private static Path made;

    private static Issued ended;
    private static Issued behind;

    @BeforeAll
    static void issue() throws Exception {
        TestAuthority authority = TestAuthority.make(made, "authority");
        ended = authority.issue("ended", "dns:*.example");
        behind = authority.issue("behind", "dns:a.example");
    }

    private static SecureProxy proxy(Table table) throws Exception {
        return SecureProxy.start(
                table.certificate("ended", ended).tlsHost("*.example", "ended").serve(), TlsSettings.USUAL);
    }

    private static SecureProxy inFrontOf(Backend... backends) throws Exception {
        return proxy(Proxy.table()
                .passthrough("a.example", "web")
                .upstream(
                        "web",
                        java.util.Arrays.stream(backends)
                                .map(Backend::address)
                                .toArray(java.net.InetSocketAddress[]::new)));
    }

    /** A first message of TLS, as the JDK writes it. */
    static String hello(String serverName) throws Exception {
        SSLEngine engine = SecureClient.context().createSSLEngine("peer", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.beginHandshake();
        engine.wrap(ByteBuffer.allocate(0), out);
        return new String(out.array(), 0, out.position(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void ofTwoHostsOnOnePortOneIsTerminatedAndOnePassedThrough() throws Exception {
        try (Backend plain = Backend.saying("terminated");
                Backend secure = Backend.secured(Backend.server(behind), "passed through");
                SecureProxy proxy = proxy(Proxy.table()
                        .route("*", "/", "plain")
                        .upstream("plain", plain.address())
                        .passthrough("a.example", "secure")
                        .upstream("secure", secure.address()))) {
            try (SecureClient client = SecureClient.connect(proxy.address, "b.example")) {
                assertThat(client.shown()).isEqualTo("CN=ended");
                assertThat(client.get("b.example", "/").body()).isEqualTo("terminated");
                assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.FULL);
                assertThat(proxy.logged()).contains("\"GET / HTTP/1.1\"");
            }
            try (SecureClient client = SecureClient.connect(proxy.address, "A.example")) {
                assertThat(client.shown()).isEqualTo("CN=behind");
                assertThat(client.get("a.example", "/").body()).isEqualTo("passed through");
                assertThat(client.get("a.example", "/").body()).isEqualTo("passed through");
                assertThat(proxy.handshake()).isEqualTo(HandshakeEnd.PASSED_THROUGH);
                assertThat(proxy.metrics.passages()).isEqualTo(1);
                assertThat(proxy.tunnels.open()).isEqualTo(1);
            }
            assertThat(proxy.logged())
                    .contains("] \"PASSTHROUGH a.example TLS\" 0 ")
                    .contains(" host=\"a.example\" ")
                    .contains(" route=\"default/web/a.example|Passthrough\" ")
                    .contains(" upstream=127.0.0.1:" + secure.address().getPort() + " ")
                    .contains(" reason=forwarded attempts=1 in=");
            assertThat(proxy.metrics.passages()).isZero();
            assertThat(proxy.tunnels.open()).isZero();
        }
    }

    @Test
    void aHostThatIsTerminatedMoreSpecificallyIsNotPassedThrough() throws Exception {
        try (Backend plain = Backend.saying("terminated");
                Backend secure = Backend.secured(Backend.server(behind), "passed through");
                SecureProxy proxy = proxy(Proxy.table()
                        .route("*", "/", "plain")
                        .upstream("plain", plain.address())
                        .tlsHost("b.example", "ended")
                        .passthrough("*.example", "secure")
                        .upstream("secure", secure.address()))) {
            for (String[] each : new String[][] {{"b.example", "CN=ended"}, {"c.example", "CN=behind"}}) {
                try (SecureClient client = SecureClient.connect(proxy.address, each[0])) {
                    assertThat(client.shown()).isEqualTo(each[1]);
                }
            }
        }
    }

    @Test
    void aFirstMessageByteByByteIsPassedOnWhole() throws Exception {
        try (Backend secure = Backend.secured(Backend.server(behind), "passed through");
                SecureProxy proxy = inFrontOf(secure);
                SecureClient client =
                        SecureClient.over(new Trickle(proxy.address), SecureClient.context(), "a.example", p -> {})) {
            assertThat(client.shown()).isEqualTo("CN=behind");
            assertThat(client.get("a.example", "/").body()).isEqualTo("passed through");
        }
    }

    @Test
    void whereOneEndpointIsGoneTheNextOneIsTaken() throws Exception {
        try (Backend secure = Backend.secured(Backend.server(behind), "passed through");
                SecureProxy proxy = proxy(Proxy.table()
                        .passthrough("a.example", "web")
                        .upstream("web", Backend.nobody(), secure.address()))) {
            int attempts = 0;
            for (int i = 0; i < 4; i++) {
                try (SecureClient client = SecureClient.connect(proxy.address, "a.example")) {
                    assertThat(client.shown()).isEqualTo("CN=behind");
                }
                attempts += proxy.logged().contains(" attempts=2 ") ? 2 : 1;
            }
            assertThat(attempts).isBetween(5, 8);
        }
    }

    @Test
    void withoutAnEndpointTheHandshakeFailsAndSaysThatTheClientIsNotToBlame() throws Exception {
        try (SecureProxy proxy =
                proxy(Proxy.table().passthrough("a.example", "web").upstream("web"))) {
            assertThatThrownBy(() -> SecureClient.connect(proxy.address, "a.example"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("internal_error");
            assertThat(proxy.logged()).contains(" upstream=- reason=no-endpoint attempts=0 ");
        }
    }

    @Test
    void whereNobodyAnswersTheReasonIsThatOfTheLastAttempt() throws Exception {
        try (SecureProxy proxy =
                proxy(Proxy.table().passthrough("a.example", "web").upstream("web", Backend.nobody()))) {
            assertThatThrownBy(() -> SecureClient.connect(proxy.address, "a.example"))
                    .hasMessageContaining("internal_error");
            assertThat(proxy.logged()).contains(" reason=connect-failed attempts=1 ");
        }
    }

    @Test
    void aBrokenReferenceRefusesItsShare() throws Exception {
        try (SecureProxy proxy = proxy(Proxy.table()
                .passthrough(
                        "a.example",
                        List.of(WeightedBackend.all(
                                new WeightedBackend.Refused(new Refusal(503, Refusal.Cause.SERVICE_NOT_FOUND))))))) {
            assertThatThrownBy(() -> SecureClient.connect(proxy.address, "a.example"))
                    .hasMessageContaining("internal_error");
            assertThat(proxy.logged()).contains(" reason=service-not-found ");
        }
    }

    @Test
    void theEndOfOneDirectionLeavesTheOtherOpen() throws Exception {
        String hello = hello("a.example");
        try (Backend backend = Backend.scripted(wire -> {
                    String all = wire.rest();
                    wire.send("got " + all.length() + " " + all.substring(hello.length()));
                });
                SecureProxy proxy = inFrontOf(backend);
                Client client = new Client(proxy.address)) {
            client.send(hello + "everything");
            client.socket.shutdownOutput();
            assertThat(client.rest()).isEqualTo("got " + (hello.length() + 10) + " everything");
            assertThat(proxy.logged()).contains(" reason=forwarded ").contains(" in=" + (hello.length() + 10) + " ");
        }
    }

    @Test
    void theBackendMayEndFirstAndStillBeWrittenTo() throws Exception {
        CompletableFuture<String> late = new CompletableFuture<>();
        String hello = hello("a.example");
        try (Backend backend = Backend.scripted(wire -> {
                    wire.send("bye");
                    wire.socket.shutdownOutput();
                    late.complete(wire.rest());
                });
                SecureProxy proxy = inFrontOf(backend);
                Client client = new Client(proxy.address)) {
            client.send(hello);
            assertThat(client.rest()).isEqualTo("bye");
            client.send("last words");
            client.socket.shutdownOutput();
            assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo(hello + "last words");
            assertThat(proxy.logged()).contains("\" 0 3 ").contains(" reason=forwarded ");
        }
    }

    @Test
    void moreThanBuffersHoldGoesThroughBothWaysAtOnce() throws Exception {
        String piece = "0123456789abcdef".repeat(4096);
        String hello = hello("a.example");
        int pieces = 100;
        try (Backend backend = Backend.scripted(wire -> {
                    wire.bytes(hello.length());
                    Thread reader = Thread.ofVirtual().start(() -> readAll(wire, pieces, piece));
                    for (int i = 0; i < pieces; i++) {
                        wire.send(piece);
                    }
                    reader.join();
                });
                SecureProxy proxy = inFrontOf(backend);
                Client client = new Client(proxy.address)) {
            client.send(hello);
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < pieces; i++) {
                        client.send(piece);
                    }
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            readAll(client, pieces, piece);
            writer.join();
            client.socket.shutdownOutput();
            assertThat(client.rest()).isEmpty();
            assertThat(proxy.logged()).contains("\" 0 " + (long) pieces * piece.length() + " ");
        }
    }

    private static void readAll(Wire wire, int pieces, String piece) {
        try {
            for (int i = 0; i < pieces; i++) {
                assertThat(wire.bytes(piece.length())).isEqualTo(piece);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whoeverIsCutCutsTheOther() throws Exception {
        CompletableFuture<String> all = new CompletableFuture<>();
        String hello = hello("a.example");
        try (Backend backend = Backend.scripted(wire -> {
                    wire.bytes(hello.length());
                    wire.send("x");
                    if (wire.bytes(1).equals("b")) {
                        wire.socket.setSoLinger(true, 0);
                    } else {
                        wire.send("y"); // so that the reset does not overtake what was sent before
                        all.complete(wire.rest());
                    }
                });
                SecureProxy proxy = inFrontOf(backend)) {
            try (Client client = new Client(proxy.address)) {
                client.send(hello);
                client.bytes(1);
                client.send("b");
                assertThat(client.rest()).isEmpty();
                assertThat(proxy.logged()).contains(" reason=upstream-reset ");
            }
            try (Client client = new Client(proxy.address)) {
                client.send(hello);
                client.bytes(1);
                client.send("c");
                client.bytes(1);
                client.socket.setSoLinger(true, 0);
            }
            assertThat(proxy.logged()).contains(" reason=client-aborted ");
            assertThat(all.get(20, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void silenceEndsIt() throws Exception {
        try (Backend backend = Backend.scripted(Wire::rest);
                SecureProxy proxy = inFrontOf(backend);
                Client client = new Client(proxy.address)) {
            client.send(hello("a.example"));
            assertThat(client.rest()).isEmpty();
            assertThat(proxy.logged()).contains(" reason=tunnel-idle ");
        }
    }

    @Test
    void moreThanThereMayBeAreRefused() throws Exception {
        String hello = hello("a.example");
        try (Backend backend = Backend.scripted(wire -> {
                    wire.bytes(hello.length());
                    wire.send("x");
                    wire.rest();
                });
                SecureProxy proxy = inFrontOf(backend);
                Client first = new Client(proxy.address);
                Client second = new Client(proxy.address);
                Client third = new Client(proxy.address)) {
            for (Client each : List.of(first, second)) {
                each.send(hello);
                assertThat(each.bytes(1)).isEqualTo("x");
            }
            third.send(hello);
            assertThat(third.rest()).isEqualTo("\u0015\u0003\u0003\0\u0002\u0002P");
            assertThat(proxy.logged()).contains(" reason=tunnel-limit ");
        }
    }

    @Test
    void aDrainEndsItBehindWhatWasPassedOnAndIsThenThrough() throws Exception {
        String hello = hello("a.example");
        try (Backend backend = Backend.scripted(wire -> {
                    wire.bytes(hello.length());
                    wire.send("said before");
                    wire.rest();
                });
                SecureProxy proxy = inFrontOf(backend);
                Client client = new Client(proxy.address)) {
            client.send(hello);
            assertThat(client.bytes(3)).isEqualTo("sai");
            CompletableFuture<Void> drained = proxy.engine.drain(Duration.ZERO).toCompletableFuture();
            assertThat(drained).isNotDone();
            proxy.tunnels.close(Duration.ofMillis(200));
            assertThat(client.rest()).isEqualTo("d before");
            client.close();
            drained.get(20, TimeUnit.SECONDS);
            assertThat(proxy.logged()).contains(" reason=shutdown ");
            assertThat(proxy.engine.upstreamConnections()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void anExplanationNamesRuleAndEndpoints() throws Exception {
        Table table = Proxy.table()
                .route("a.example", "/", "plain")
                .upstream("plain", Backend.nobody())
                .passthrough("a.example", "web")
                .upstream("web")
                .serve();
        Explanation passed = Explain.explain(
                table.serving().get(),
                HealthPath.NONE,
                new Explain.Asked("GET", "https", "a.example", "/x", List.of(), 443));
        assertThat(passed.outcome()).isEqualTo(Reason.NO_ENDPOINT);
        assertThat(passed.rule().orElseThrow().key().id()).isEqualTo("default/web/a.example|Passthrough");
        Explanation plain = Explain.explain(
                table.serving().get(),
                HealthPath.NONE,
                new Explain.Asked("GET", "http", "a.example", "/x", List.of(), 80));
        assertThat(plain.outcome()).isEqualTo(Reason.FORWARDED);
    }
}
