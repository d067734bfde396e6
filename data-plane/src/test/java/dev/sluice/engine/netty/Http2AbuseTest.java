package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.address.Networks;
import dev.sluice.engine.LeastRate;
import dev.sluice.engine.netty.Http2Client.Frame;
import dev.sluice.engine.netty.NettySettings.ClientWaits;
import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.engine.netty.http2.Http2Limits;
import dev.sluice.http.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take more than their share, or break the protocol: what they can make us do is little, and counted. */
class Http2AbuseTest {
    private static final Http2Limits FEW = new Http2Limits(8, 65_535, 65_535, 20, 50, 4, 4096);

    /** Sends something over and over. */
    private interface Flood {
        void send(Http2Client client, int round) throws IOException;
    }

    private record Case(String what, ErrorCode code, Reason reason, Flood flood) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Case idle(String what, Flood flood) {
        return new Case(what, ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_FLOOD, flood);
    }

    static Stream<Case> floods() {
        return Stream.of(
                new Case("rapid reset", ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_RESETS, (client, i) -> {
                    client.get(2 * i + 1, "/never");
                    client.reset(2 * i + 1, ErrorCode.CANCEL.code());
                }),
                new Case("made you reset", ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_RESETS, (client, i) -> {
                    client.get(2 * i + 1, "/never");
                    client.window(2 * i + 1, 0);
                }),
                new Case("DATA behind the end", ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_RESETS, (client, i) -> {
                    client.get(2 * i + 1, "/never");
                    client.data(2 * i + 1, "x", false);
                }),
                new Case("a window beyond 2^31-1", ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_RESETS, (client, i) -> {
                    client.get(2 * i + 1, "/never");
                    client.window(2 * i + 1, Integer.MAX_VALUE);
                }),
                new Case("HEADERS behind the end", ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_RESETS, (client, i) -> {
                    client.get(2 * i + 1, "/never");
                    client.headers(2 * i + 1, true, "x-a: 1");
                }),
                new Case("trailers that are no end", ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_RESETS, (client, i) -> {
                    client.post(2 * i + 1, "/never");
                    client.headers(2 * i + 1, false, "x-a: 1");
                }),
                new Case("trailers that are none", ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_RESETS, (client, i) -> {
                    client.post(2 * i + 1, "/never");
                    client.headers(2 * i + 1, true, ":path: /");
                }),
                new Case("bodies of another length", ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_RESETS, (client, i) -> {
                    client.post(2 * i + 1, "/never", "content-length: 1");
                    client.data(2 * i + 1, "xy", false);
                }),
                new Case(
                        "CONTINUATIONs of nothing",
                        ErrorCode.ENHANCE_YOUR_CALM,
                        Reason.HTTP2_CONTINUATION,
                        (client, i) -> client.frame(i == 0 ? Http2Client.HEADERS : Http2Client.CONTINUATION, 0, 1)),
                new Case(
                        "CONTINUATIONs of much",
                        ErrorCode.ENHANCE_YOUR_CALM,
                        Reason.HTTP2_CONTINUATION,
                        (client, i) -> client.frame(
                                i == 0 ? Http2Client.HEADERS : Http2Client.CONTINUATION, 0, 1, new byte[16_000])),
                idle("SETTINGS", (client, i) -> client.frame(Http2Client.SETTINGS, 0, 0)),
                idle("SETTINGS acknowledged", (client, i) -> client.frame(Http2Client.SETTINGS, 1, 0)),
                idle("PING", (client, i) -> client.frame(Http2Client.PING, 0, 0, new byte[8])),
                idle("PRIORITY", (client, i) -> client.frame(Http2Client.PRIORITY, 0, 2 * i + 1, new byte[5])),
                idle("unknown frames", (client, i) -> client.frame(77, 0, 0, new byte[5])),
                idle("windows", (client, i) -> client.window(0, 1)),
                idle("resets of what is over", (client, i) -> {
                    if (i == 0) {
                        client.get(1, "/never");
                    }
                    client.reset(1, ErrorCode.CANCEL.code());
                }),
                idle("empty DATA", (client, i) -> {
                    if (i == 0) {
                        client.post(1, "/never");
                    }
                    client.data(1, "", false);
                }),
                idle("requests that depend on themselves", (client, i) -> {
                    client.frame(Http2Client.PRIORITY, 0, 2 * i + 1, Http2Client.priority(2 * i + 1));
                }),
                idle("streams behind GOAWAY", (client, i) -> {
                    if (i == 0) {
                        client.get(1, "/never");
                        client.frame(Http2Client.GOAWAY, 0, 0, new byte[8]);
                        client.leave();
                    } else {
                        client.get(2 * i + 1, "/never");
                    }
                }),
                idle("streams beyond the limit", (client, i) -> client.get(2 * i + 1, "/never")));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void aFloodEndsTheConnectionWithAReason(Case attack) throws Exception {
        try (RawBackend backend = silent();
                ProxyFixture proxy = new ProxyFixture(
                        backend.address(), ProxyFixture.settings().withClientHttp2(FEW));
                Http2Client client = new Http2Client(proxy.address)) {
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 3000; i++) {
                        attack.flood().send(client, i);
                    }
                } catch (IOException e) {
                    // the proxy has closed the connection
                }
            });
            assertThat(client.ended()).isEqualTo(attack.code().code());
            assertThat(proxy.engine.connectionsCut(attack.reason())).isEqualTo(1);
        }
    }

    /** RFC 9113 section 6.8: a GOAWAY takes nothing that the one before did not. */
    @Test
    void aSecondGoawayNamesNoHigherStream() throws Exception {
        try (RawBackend backend = silent();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.get(1, "/never");
            client.frame(Http2Client.GOAWAY, 0, 0, new byte[8]);
            client.leave();
            while (client.next(Http2Client.GOAWAY).last() != 1) {}
            client.get(3, "/never");
            client.window(0, 0);
            Frame last = client.next(Http2Client.GOAWAY);
            assertThat(last.code()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR.code());
            assertThat(last.last()).isEqualTo(1);
        }
    }

    private static RawBackend silent() throws IOException {
        return new RawBackend(connection -> {
            String request = connection.request();
            if (request != null && !request.startsWith("GET /never") && !request.startsWith("POST /never")) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(200_000));
            }
            connection.awaitClose();
        });
    }

    @Test
    void windowsSoSmallThatFramesCarryNothingEndTheConnection() throws Exception {
        try (RawBackend backend = silent();
                ProxyFixture proxy = new ProxyFixture(
                        backend.address(), ProxyFixture.settings().withClientHttp2(FEW));
                Http2Client client = new Http2Client(proxy.address, 4, 1).narrow()) {
            client.get(1, "/");
            int code = -1;
            for (Frame frame = client.any(); frame != null; frame = client.any()) {
                if (frame.type() == Http2Client.DATA) {
                    client.window(1, 1);
                }
                code = frame.type() == Http2Client.GOAWAY ? frame.code() : code;
            }
            assertThat(code).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
            assertThat(proxy.engine.connectionsCut(Reason.HTTP2_FLOOD)).isEqualTo(1);
        }
    }

    static Stream<Case> faults() {
        return Stream.of(
                fault(
                        "no SETTINGS first",
                        ErrorCode.PROTOCOL_ERROR,
                        client -> client.frame(Http2Client.PING, 0, 0, new byte[8])),
                fault("DATA on the connection", ErrorCode.PROTOCOL_ERROR, client -> client.data(0, "x", false)),
                fault("DATA before HEADERS", ErrorCode.PROTOCOL_ERROR, client -> client.data(7, "x", false)),
                fault("an even stream", ErrorCode.PROTOCOL_ERROR, client -> client.get(2, "/")),
                fault("PUSH_PROMISE", ErrorCode.PROTOCOL_ERROR, client -> client.frame(5, 4, 1, new byte[4])),
                fault(
                        "a frame too large",
                        ErrorCode.FRAME_SIZE_ERROR,
                        client -> client.frame(77, 0, 0, new byte[16_385])),
                fault(
                        "half a setting",
                        ErrorCode.FRAME_SIZE_ERROR,
                        client -> client.frame(Http2Client.SETTINGS, 0, 0, new byte[5])),
                fault(
                        "a short PING",
                        ErrorCode.FRAME_SIZE_ERROR,
                        client -> client.frame(Http2Client.PING, 0, 0, new byte[7])),
                fault(
                        "a window beyond 2^31-1",
                        ErrorCode.FLOW_CONTROL_ERROR,
                        client -> client.window(0, Integer.MAX_VALUE)),
                fault("a window of nothing", ErrorCode.FLOW_CONTROL_ERROR, client -> client.window(0, 0)),
                fault(
                        "padding beyond the frame",
                        ErrorCode.PROTOCOL_ERROR,
                        client -> client.frame(Http2Client.DATA, 8, 1, (byte) 9)),
                fault(
                        "CONTINUATION of nothing",
                        ErrorCode.PROTOCOL_ERROR,
                        client -> client.frame(Http2Client.CONTINUATION, 4, 1)),
                fault("a frame within a block", ErrorCode.PROTOCOL_ERROR, client -> {
                    client.frame(Http2Client.HEADERS, 0, 1, Http2Client.block(":method: GET"));
                    client.frame(Http2Client.PING, 0, 0, new byte[8]);
                }),
                fault(
                        "rubbish in a block",
                        ErrorCode.COMPRESSION_ERROR,
                        client -> client.frame(Http2Client.HEADERS, 5, 1, (byte) 0xFF, (byte) 0xFF)),
                fault("more DATA than the window", ErrorCode.FLOW_CONTROL_ERROR, client -> {
                    client.post(1, "/never");
                    for (int i = 0; i < 40; i++) {
                        client.frame(Http2Client.DATA, 0, 1, new byte[16_384]);
                    }
                }));
    }

    /** Does something wrong. */
    private interface Wrong {
        void send(Http2Client client) throws IOException;
    }

    private static Case fault(String what, ErrorCode code, Wrong wrong) {
        return new Case(what, code, Reason.HTTP2_PROTOCOL, (client, round) -> wrong.send(client));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whoBreaksTheProtocolIsToldHowAndClosed(Case fault) throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    new java.util.concurrent.CountDownLatch(1).await(20, java.util.concurrent.TimeUnit.SECONDS);
                });
                ProxyFixture proxy = new ProxyFixture(
                        backend.address(), ProxyFixture.settings().withClientHttp2(FEW));
                Http2Client client =
                        new Http2Client(proxy.address, !fault.what().equals("no SETTINGS first"))) {
            if (fault.what().equals("no SETTINGS first")) {
                client.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            fault.flood().send(client, 0);
            assertThat(client.ended()).isEqualTo(fault.code().code());
            assertThat(proxy.engine.connectionsCut(Reason.HTTP2_PROTOCOL)).isEqualTo(1);
        }
    }

    @Test
    void streamsBeyondTheLimitAreRefusedAndTheOthersGoOn() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.request();
                    connection.awaitClose();
                });
                ProxyFixture proxy = new ProxyFixture(
                        backend.address(), ProxyFixture.settings().withClientHttp2(FEW));
                Http2Client client = new Http2Client(proxy.address)) {
            for (int i = 0; i < 9; i++) {
                client.get(2 * i + 1, "/never");
            }
            assertThat(client.response(17).reset()).isEqualTo(ErrorCode.REFUSED_STREAM.code());
            assertThat(proxy.engine.requestsRefused(Reason.HTTP2_STREAMS)).isEqualTo(1);
            client.reset(1, ErrorCode.CANCEL.code());
            client.frame(Http2Client.PING, 0, 0, new byte[8]);
            assertThat(client.next(Http2Client.PING).flags()).isEqualTo(1);
        }
    }

    private static NettySettings waits(int head, int idle, int body, int send) {
        ClientWaits usual = ClientWaits.USUAL;
        return ProxyFixture.settings()
                .withClientWaits(new ClientWaits(
                        usual.arrival(),
                        Duration.ofMillis(head),
                        Duration.ofMillis(idle),
                        Duration.ofMillis(body),
                        Duration.ofMillis(send),
                        usual.linger(),
                        usual.lingerBytes()));
    }

    @Test
    void anIdleConnectionIsSaidGoodbye() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = new ProxyFixture(backend.address(), waits(5000, 300, 5000, 5000));
                Http2Client client = new Http2Client(proxy.address)) {
            client.get(1, "/");
            assertThat(client.response(1).status()).isEqualTo(200);
            assertThat(client.ended()).isEqualTo(ErrorCode.NO_ERROR.code());
        }
    }

    @Test
    void aHeadThatDoesNotEndEndsTheConnection() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = new ProxyFixture(backend.address(), waits(300, 60_000, 5000, 5000));
                Http2Client client = new Http2Client(proxy.address)) {
            client.frame(Http2Client.HEADERS, 0, 1, Http2Client.block(":method: GET"));
            assertThat(client.ended()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
            assertThat(proxy.engine.connectionsCut(Reason.REQUEST_TIMEOUT)).isEqualTo(1);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsAnsweredAndTheConnectionGoesOn() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    if (connection.head() != null) {
                        connection.awaitClose();
                    }
                });
                ProxyFixture proxy = new ProxyFixture(backend.address(), waits(5000, 5000, 300, 5000));
                Http2Client client = new Http2Client(proxy.address)) {
            client.post(1, "/never", "content-length: 5");
            client.data(1, "hel", false);
            assertThat(client.response(1).status()).isEqualTo(408);
            client.frame(Http2Client.PING, 0, 0, new byte[8]);
            assertThat(client.next(Http2Client.PING).flags()).isEqualTo(1);
        }
    }

    @Test
    void aResponseThatIsNotTakenIsGivenUp() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = new ProxyFixture(backend.address(), waits(5000, 5000, 5000, 300));
                Http2Client client = new Http2Client(proxy.address, 4, 0).narrow()) {
            client.get(1, "/refused", "te: gzip");
            assertThat(client.next(Http2Client.HEADERS).stream()).isEqualTo(1);
            assertThat(client.next(Http2Client.RST_STREAM).code()).isEqualTo(ErrorCode.CANCEL.code());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void aResponseThatIsNotTakenEndsItsRequestAtTheBackendToo(int window) throws Exception {
        try (RawBackend backend = endless();
                ProxyFixture proxy = new ProxyFixture(backend.address(), waits(5000, 5000, 5000, 300));
                Http2Client client = new Http2Client(proxy.address, 4, window).narrow()) {
            client.get(1, "/");
            assertThat(client.next(Http2Client.RST_STREAM).code()).isEqualTo(ErrorCode.CANCEL.code());
            assertThat(proxy.pipeline.ended).containsExactly(Reason.CLIENT_STALLED);
            Await.until(() -> proxy.engine.upstreamConnections() == 0);
            client.frame(Http2Client.PING, 0, 0, new byte[8]);
            assertThat(client.next(Http2Client.PING).flags()).isEqualTo(1);
        }
    }

    // ---- rates

    private static RawBackend endless() throws IOException {
        return new RawBackend(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                connection.send("x".repeat(100_000));
            }
        });
    }

    private static NettySettings rate(int minRate) {
        return ProxyFixture.settings()
                .withClientBounds(new ClientBounds(
                        100, 100, Networks.NONE, 10_000, new LeastRate(minRate, Duration.ofMillis(300))));
    }

    /** A body that trickles in is refused although something of it comes all the time. */
    @Test
    void aBodyThatComesTooSlowlyIsRefusedAndTheConnectionGoesOn() throws Exception {
        try (RawBackend backend = new RawBackend(RawBackend.Connection::awaitClose);
                ProxyFixture proxy = new ProxyFixture(backend.address(), rate(1_000_000));
                Http2Client client = new Http2Client(proxy.address)) {
            client.post(1, "/never");
            Frame frame;
            do {
                client.data(1, "x", false);
                client.frame(Http2Client.PING, 0, 0, new byte[8]);
                frame = client.next();
            } while (frame != null && frame.type() == Http2Client.PING);
            assertThat(frame).isNotNull().extracting(Frame::type).isEqualTo(Http2Client.HEADERS);
            assertThat(proxy.pipeline.ended).containsExactly(Reason.SLOW_REQUEST);
            client.get(3, "/next");
            client.frame(Http2Client.PING, 0, 0, new byte[8]);
            assertThat(client.next(Http2Client.PING).flags()).isEqualTo(1);
        }
    }

    /** What one backend does not take fills the window of the connection: other bodies cannot come, through no fault. */
    @Test
    void aBodyThatHasNoRoomIsNotRefused() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Http2Limits windows = new Http2Limits(8, 65_535, 65_535, 20, 50, 4, 4096);
        ClientBounds bounds =
                new ClientBounds(100, 100, Networks.NONE, 10_000, new LeastRate(1000, Duration.ofSeconds(1)));
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    go.await();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    connection.awaitClose();
                });
                ProxyFixture proxy = new ProxyFixture(
                        backend.address(),
                        ProxyFixture.settings().withClientHttp2(windows).withClientBounds(bounds));
                Http2Client client = new Http2Client(proxy.address)) {
            client.post(1, "/waits");
            backend.nextHead();
            client.post(3, "/full");
            backend.nextHead();
            client.fill(3, 65_535, 1, 16_000);
            long until = System.nanoTime() + Duration.ofMillis(1500).toNanos();
            Await.until(() -> System.nanoTime() - until > 0);
            go.countDown();
            assertThat(client.response(1).status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatTakesAResponseTooSlowlyLosesThatStreamOnly() throws Exception {
        try (RawBackend backend = endless();
                ProxyFixture proxy = new ProxyFixture(backend.address(), rate(1000));
                Http2Client client = new Http2Client(proxy.address, 4, 300).narrow()) {
            client.get(1, "/");
            assertThat(client.next(Http2Client.RST_STREAM).code()).isEqualTo(ErrorCode.CANCEL.code());
            assertThat(proxy.pipeline.ended).containsExactly(Reason.CLIENT_TOO_SLOW);
            Await.until(() -> proxy.engine.upstreamConnections() == 0);
            client.frame(Http2Client.PING, 0, 0, new byte[8]);
            assertThat(client.next(Http2Client.PING).flags()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatTakesTooLittleIsCut() throws Exception {
        try (RawBackend backend = endless();
                ProxyFixture proxy = new ProxyFixture(backend.address(), rate(100_000_000));
                Http2Client client = new Http2Client(proxy.address, 4, Integer.MAX_VALUE).narrow()) {
            client.get(1, "/");
            Await.until(() -> proxy.pipeline.ended.contains(Reason.CLIENT_TOO_SLOW));
            Await.until(() -> proxy.engine.clientConnections() == 0);
        }
    }
}
