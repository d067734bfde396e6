package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.EngineUnderTest.Clause;
import dev.sluice.resource.RoutePolicy;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Upgrades: the head that asks, the 101 that answers, and bytes that are nobody's business. */
@Timeout(60)
class TunnelContractTest {
    private static final String ASKED =
            "GET /chat HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive, Upgrade, X-Hop\r\n"
                    + "X-Hop: 1\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
    private static final String TAKEN =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    @ParameterizedTest
    @EnumSource
    void anUpgradeIsForwardedWithExactlyItsTwoFieldsAndBytesGoBothWays(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        CompletableFuture<Message> asked = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    asked.complete(wire.head());
                    wire.send(TAKEN + "\u0081\u0002hi");
                    wire.send(wire.bytes(7));
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send(ASKED);
            Message answer = client.head();
            assertThat(answer.start()).isEqualTo("HTTP/1.1 101 Switching Protocols");
            assertThat(answer.values("Connection")).containsExactly("upgrade");
            assertThat(answer.values("Upgrade")).singleElement().asString().isEqualToIgnoringCase("WebSocket");
            assertThat(answer.values("Sec-WebSocket-Accept")).hasSize(1);
            assertThat(answer.values("Content-Length")).isEmpty();
            assertThat(client.bytes(4)).isEqualTo("\u0081\u0002hi");
            client.send("\0\r\n\u00ffend");
            assertThat(client.bytes(7)).isEqualTo("\0\r\n\u00ffend");
            client.socket.shutdownOutput();
            assertThat(client.rest()).isEmpty();
            Message request = asked.get(20, TimeUnit.SECONDS);
            assertThat(request.values("Connection")).containsExactly("upgrade");
            assertThat(request.values("Upgrade")).containsExactly("websocket");
            assertThat(request.values("X-Hop")).isEmpty();
            assertThat(request.values("Sec-WebSocket-Extensions")).containsExactly("permessage-deflate");
            assertThat(proxy.logged())
                    .contains("\" 101 11 ")
                    .contains(" reason=forwarded ")
                    .contains(" in=7 ");
            assertThat(proxy.metrics.tunnels()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfOneDirectionLeavesTheOtherOpen(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(TAKEN);
                    String all = wire.rest();
                    wire.send("got " + all);
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send(ASKED);
            client.head();
            client.send("everything");
            client.socket.shutdownOutput();
            assertThat(client.rest()).isEqualTo("got everything");
            proxy.assertLogged(101, "forwarded");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBackendMayEndFirstAndStillBeWrittenTo(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        CompletableFuture<String> late = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(TAKEN + "bye");
                    wire.socket.shutdownOutput();
                    late.complete(wire.rest());
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send(ASKED);
            client.head();
            assertThat(client.rest()).isEqualTo("bye");
            client.send("last words");
            client.socket.shutdownOutput();
            assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo("last words");
            proxy.assertLogged(101, "forwarded");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBackendsEndIsToldThoughItTakesNothing(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        long held = buffers();
        CountDownLatch full = new CountDownLatch(1);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(TAKEN);
                    full.await(20, TimeUnit.SECONDS);
                    wire.send("bye");
                    wire.socket.shutdownOutput();
                    new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send(ASKED);
            client.head();
            AtomicLong sent = new AtomicLong();
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.send("x".repeat(10_000));
                        sent.incrementAndGet();
                    }
                } catch (IOException e) {
                    sent.set(-1); // closed by the test
                }
            });
            AtomicLong before = new AtomicLong(-1);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> before.getAndSet(sent.get()) == sent.get());
            full.countDown();
            assertThat(client.rest()).isEqualTo("bye");
            client.close();
            writer.join();
        }
        // What the backend did not take is given back, though the engine has been closed under it.
        Awaitility.await().until(() -> buffers() <= held);
    }

    private static long buffers() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentBehindTheRequestWaitsForTheAnswerAndBelongsToTheTunnel(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        CompletableFuture<String> early = new CompletableFuture<>();
        CompletableFuture<Void> switched = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.socket.setSoTimeout(200);
                    try {
                        early.complete("" + (char) wire.in.read());
                    } catch (java.net.SocketTimeoutException nothing) {
                        early.complete("");
                    }
                    wire.socket.setSoTimeout(20_000);
                    wire.send(TAKEN);
                    switched.join();
                    wire.send(wire.bytes(5));
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send(ASKED + "hello");
            assertThat(early.get(20, TimeUnit.SECONDS)).isEmpty();
            client.head();
            switched.complete(null);
            assertThat(client.bytes(5)).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherAnswerIsAResponseAndWhatWasSentBehindIsTheNextRequest(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.answering("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno");
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send(ASKED + "GET /internal HTTP/1.1\r\nHost: b.example\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(426);
            assertThat(client.read().status()).isEqualTo(404); // b.example is nobody's: it was read as a request
            backend.next();
            assertThat(backend.requests).hasValue(1);
            proxy.assertLogged(426, "forwarded");
            proxy.assertLogged(404, "no-route");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a101ThatNobodyAskedForIsNoAnswer(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n");
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            proxy.assertLogged(502, "upstream-protocol");
        }
    }

    @ParameterizedTest
    @EnumSource
    void silenceEndsATunnelAfterTheReadTimeoutOfItsRule(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        RoutePolicy timeouts =
                new RoutePolicy.Timeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(5));
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(TAKEN);
                    wire.rest();
                });
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/", "web", timeouts)
                                .upstream("web", backend.address())
                                .serve());
                Client client = proxy.client()) {
            client.send(ASKED);
            client.head();
            assertThat(client.rest()).isEmpty();
            proxy.assertLogged(101, "tunnel-idle");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheBackendSaidOutlivesTheTunnel(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        RoutePolicy timeouts =
                new RoutePolicy.Timeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(5));
        String tail = "0123456789abcdef".repeat(4 * 1024);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(TAKEN + tail);
                    wire.socket.shutdownOutput();
                    wire.rest();
                });
                Proxy proxy = Proxy.start(
                        engine,
                        Proxy.table()
                                .route("a.example", "/", "web", timeouts)
                                .upstream("web", backend.address())
                                .serve());
                Client client = Client.small(proxy.address)) {
            client.send(ASKED);
            client.head();
            proxy.assertLogged(101, "tunnel-idle");
            client.send("is anybody there?");
            assertThat(client.rest().length()).isEqualTo(tail.length());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDrainEndsTunnelsBehindWhatWasPassedOnAndIsThenThrough(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(TAKEN + "said before");
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send(ASKED);
            client.head();
            assertThat(client.bytes(3)).isEqualTo("sai");
            CompletableFuture<Void> drained = proxy.engine.drain(Duration.ZERO).toCompletableFuture();
            assertThat(drained).isNotDone();
            proxy.tunnels.close(Duration.ofMillis(200));
            assertThat(client.rest()).isEqualTo("d before");
            client.close();
            drained.get(20, TimeUnit.SECONDS);
            proxy.assertLogged(101, "shutdown");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatIsCutCutsTheClient(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(TAKEN);
                    wire.bytes(2);
                    wire.socket.setSoLinger(true, 0);
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send(ASKED);
            client.head();
            client.send("go");
            assertThat(client.rest()).isEmpty();
            proxy.assertLogged(101, "upstream-reset");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatIsCutCutsTheBackend(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        CompletableFuture<String> all = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(TAKEN);
                    all.complete(wire.rest());
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend)) {
            try (Client client = proxy.client()) {
                client.send(ASKED);
                client.head();
                client.socket.setSoLinger(true, 0);
            }
            assertThat(all.get(20, TimeUnit.SECONDS)).isEmpty();
            proxy.assertLogged(101, "client-aborted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreThanBuffersHoldGoesThroughBothWaysAtOnce(EngineUnderTest engine) throws Exception {
        engine.keeps(Clause.TUNNEL);
        int pieces = 400;
        String piece = "0123456789abcdef".repeat(1024);
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    wire.send(TAKEN);
                    Thread reader = Thread.ofVirtual().start(() -> readAll(wire, pieces, piece));
                    for (int i = 0; i < pieces; i++) {
                        wire.send(piece);
                    }
                    reader.join();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send(ASKED);
            client.head();
            Thread writer = Thread.ofVirtual().start(() -> writeAll(client, pieces, piece));
            readAll(client, pieces, piece);
            writer.join();
            client.socket.shutdownOutput();
            assertThat(client.rest()).isEmpty();
            String bytes = Long.toString((long) pieces * piece.length());
            assertThat(proxy.logged()).contains("\" 101 " + bytes + " ").contains(" in=" + bytes + " ");
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

    private static void writeAll(Wire wire, int pieces, String piece) {
        try {
            for (int i = 0; i < pieces; i++) {
                wire.send(piece);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
