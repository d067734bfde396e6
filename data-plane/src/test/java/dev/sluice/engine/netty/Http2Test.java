package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.netty.Http2Client.Response;
import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.engine.netty.http2.Http2Limits;
import dev.sluice.http.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak HTTP/2 without TLS, by hand on a real socket, in front of HTTP/1 backends. */
class Http2Test {
    @Test
    void aRequestIsForwardedAndAnswered() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.get(1, "/a?b=c", "x-a: 1", "cookie: a=1", "cookie: b=2", "te: trailers");
            Response response = client.response(1);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hello");
            assertThat(response.field("content-length")).isEqualTo("5");
            assertThat(response.field("date")).contains("GMT");
            assertThat(backend.nextHead())
                    .startsWith("GET /a?b=c HTTP/1.1\r\n")
                    .contains("Host: a.example\r\n", "x-a: 1\r\n", "cookie: a=1; b=2\r\n")
                    .doesNotContain("http2", ":path", "cookie: a=1\r\n");
        }
    }

    @Test
    void manyRequestsShareAConnectionAndAreAnsweredAsTheyAreReady() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    String request = connection.request();
                    if (request != null && request.startsWith("GET /slow")) {
                        second.await(10, TimeUnit.SECONDS);
                    }
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    connection.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.get(1, "/slow");
            client.get(3, "/fast");
            assertThat(client.response(3).body()).isEqualTo("ok");
            second.countDown();
            assertThat(client.response(1).body()).isEqualTo("ok");
        }
    }

    /** As clients written in Go do, for the stream and for the connection, each 4 KiB. */
    @Test
    void windowsThatAreGivenBackInSmallPiecesCostNothing() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n" + "x".repeat(8 << 20));
                    connection.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address, 4, 4 << 20).narrow()) {
            client.window(0, 1 << 30);
            client.get(1, "/");
            int left = 8 << 20;
            for (int unread = 0; left > 0; ) {
                Http2Client.Frame frame = Objects.requireNonNull(client.next());
                assertThat(frame.type()).isIn(Http2Client.HEADERS, Http2Client.DATA);
                if (frame.type() == Http2Client.DATA) {
                    left -= frame.payload().length;
                    unread += frame.payload().length;
                }
                for (; unread >= 4096; unread -= 4096) {
                    client.window(0, 4096);
                    client.window(1, 4096);
                }
            }
            assertThat(proxy.engine.connectionsCut(Reason.HTTP2_FLOOD)).isZero();
        }
    }

    /** Of an end without content no window is needed (RFC 9113 section 6.9.1), whoever has used up the connection's. */
    @Test
    void anAnswerWithoutContentComesThoughTheWindowIsUsedUp() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    for (String request = connection.request(); request != null; request = connection.request()) {
                        boolean much = request.startsWith("GET /much");
                        connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + (much ? "20000\r\n" + "x".repeat(0x20000) + "\r\n" : "")
                                + "0\r\n\r\n");
                    }
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address, 4, 1 << 20).narrow()) {
            client.get(1, "/much");
            for (int left = 65_535; left > 0; ) {
                left -= client.next(Http2Client.DATA).payload().length;
            }
            client.reset(1, ErrorCode.CANCEL.code());
            for (int stream = 3; stream < 9; stream += 2) {
                client.get(stream, "/nothing");
                Response response = client.response(stream);
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.body()).isEmpty();
            }
        }
    }

    /** Nothing is done for priorities, so that what they say of themselves does no harm (RFC 9113 section 5.3.2). */
    @Test
    void aRequestThatDependsOnItselfIsARequest() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            ByteBuf payload = Unpooled.buffer()
                    .writeBytes(Http2Client.priority(1))
                    .writeBytes(
                            Http2Client.block(":method: GET", ":scheme: http", ":path: /", ":authority: a.example"));
            byte[] bytes = new byte[payload.readableBytes()];
            payload.readBytes(bytes);
            client.frame(Http2Client.HEADERS, 0x20 | Http2Client.END_HEADERS | Http2Client.END_STREAM, 1, bytes);
            assertThat(client.response(1).body()).isEqualTo("hello");
        }
    }

    @Test
    void aThousandRequestsOneAfterTheOtherUseStreamsAgain() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            for (int i = 1; i < 2000; i += 2) {
                client.get(i, "/" + i);
                assertThat(client.response(i).body()).isEqualTo("hello");
            }
            assertThat(backend.accepted).hasValue(1);
        }
    }

    @Test
    void aBodyWithoutLengthBecomesChunks() throws Exception {
        try (RawBackend backend = echo();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.post(1, "/");
            client.data(1, "hello", false);
            client.data(1, " world", false);
            client.frame(Http2Client.DATA, Http2Client.END_STREAM | 8, 1, (byte) 2, (byte) '!', (byte) 0, (byte) 0);
            Response response = client.response(1);
            assertThat(response.body().replaceAll("\r\n|[0-9a-f]+\r\n", ""))
                    .contains("hello")
                    .endsWith("!");
            assertThat(backend.nextHead()).contains("Transfer-Encoding: chunked");
        }
    }

    @Test
    void aBodyWithLengthKeepsIt() throws Exception {
        try (RawBackend backend = echo();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.post(1, "/", "content-length: 5");
            client.data(1, "hello", true);
            assertThat(client.response(1).body()).isEqualTo("hello");
            assertThat(backend.nextHead()).contains("content-length: 5").doesNotContain("chunked");
        }
    }

    private static RawBackend echo() throws Exception {
        return new RawBackend(connection -> {
            for (String request = connection.request(); request != null; request = connection.request()) {
                String body = request.substring(request.indexOf("\r\n\r\n") + 4);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    /** Small pieces are copied together, so that nothing but the connection itself holds what it has read. */
    @Test
    void smallPiecesForABackendThatDoesNotReadComeWholeWhenItDoes() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Http2Limits windows = new Http2Limits(8, 1 << 19, 1 << 19, 200, 500, 4, 4096);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    go.await();
                    int length = connection.chunkedBytes();
                    String body = Integer.toString(length);
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    connection.awaitClose();
                });
                ProxyFixture proxy = new ProxyFixture(
                        backend.address(), ProxyFixture.settings().withClientHttp2(windows));
                Http2Client client = new Http2Client(proxy.address)) {
            client.post(1, "/");
            backend.nextHead();
            int sent = client.fill(1, 1 << 19, 60, 1000);
            go.countDown();
            client.frame(Http2Client.DATA, Http2Client.END_STREAM, 1);
            assertThat(client.response(1).body()).isEqualTo(Integer.toString(sent));
        }
    }

    @Test
    void trailersPassBothWays() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.request();
                    connection.send(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
                    connection.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.get(1, "/");
            Response response = client.response(1);
            assertThat(response.body()).isEqualTo("ok");
            assertThat(response.heads()).hasSize(2);
            assertThat(response.heads().getLast().get("x-sum")).asString().isEqualTo("7");
        }
    }

    @Test
    void aClientThatGivesNoWindowIsWrittenNoMore() throws Exception {
        String body = "x".repeat(300_000);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + body);
                    connection.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address, 4, 10).narrow()) {
            client.get(1, "/");
            Http2Client.Frame head = client.next(Http2Client.HEADERS);
            assertThat(head.stream()).isEqualTo(1);
            assertThat(client.next(Http2Client.DATA).payload()).hasSize(10);
            client.window(1, 5);
            assertThat(client.next(Http2Client.DATA).payload()).hasSize(5);
            client.window(1, 1 << 20);
            int read = 15;
            while (read < 65_535) {
                read += client.next(Http2Client.DATA).payload().length;
            }
            assertThat(read).isEqualTo(65_535);
            client.window(0, 1 << 20);
            while (read < 300_000) {
                read += client.next(Http2Client.DATA).payload().length;
            }
            assertThat(read).isEqualTo(300_000);
        }
    }

    @Test
    void aStreamThatTheClientResetsEndsItsAttempt() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.request();
                    connection.awaitClose();
                    closed.countDown();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.get(1, "/");
            backend.nextHead();
            client.reset(1, ErrorCode.CANCEL.code());
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.pipeline.ended).containsExactly(Reason.CLIENT_ABORTED);
        }
    }

    @Test
    void aResponseThatIsCutResetsItsStreamOnly() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    String request = connection.request();
                    boolean cut = request != null && request.startsWith("GET /cut");
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + (cut ? 99 : 2) + "\r\n\r\nok");
                    if (!cut) {
                        connection.awaitClose();
                    }
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.get(1, "/cut");
            assertThat(client.response(1).reset()).isEqualTo(ErrorCode.INTERNAL_ERROR.code());
            client.get(3, "/");
            assertThat(client.response(3).body()).isEqualTo("ok");
        }
    }

    @Test
    void aClientThatEndsItsHalfStillGetsItsAnswer() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.headers(1, true, ":method: HEAD", ":scheme: http", ":path: /", ":authority: a.example");
            client.endOutput();
            Http2Client.Frame head = client.next(Http2Client.HEADERS);
            assertThat(head.flags() & Http2Client.END_STREAM).isEqualTo(Http2Client.END_STREAM);
            assertThat(client.ended()).isEqualTo(-1);
        }
    }

    /** It cannot give windows any more: waiting for them would keep the answer and its backend for nothing. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void aClientThatEndsItsHalfGetsWhatItsWindowsTake(int window) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n");
                    connection.send("x".repeat(100_000));
                    try {
                        connection.awaitClose();
                    } finally {
                        closed.countDown(); // by a reset, if some of it was not read
                    }
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address, 4, window).narrow()) {
            client.get(1, "/");
            client.next(Http2Client.HEADERS);
            client.endOutput();
            if (window > 0) {
                assertThat(client.next(Http2Client.DATA).payload()).hasSize(window);
            }
            assertThat(client.next(Http2Client.RST_STREAM).code()).isEqualTo(ErrorCode.CANCEL.code());
            assertThat(client.ended()).isEqualTo(-1);
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            Await.until(() -> proxy.pipeline.ended.equals(List.of(Reason.CLIENT_ABORTED)));
        }
    }

    @Test
    void windingDownTakesWhatIsOnItsWayAndEndsTheConnection() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            client.get(1, "/");
            client.response(1);
            proxy.engine.windDown();
            Http2Client.Frame first = client.next(Http2Client.GOAWAY);
            assertThat(first.code()).isZero();
            client.get(3, "/");
            assertThat(client.response(3).body()).isEqualTo("hello");
            client.frame(Http2Client.PING, 1, 0, new byte[] {0, 0, 's', 'l', 'u', 'i', 'c', 'e'});
            assertThat(client.ended()).isZero();
        }
    }

    @Test
    void drainingEndsIdleConnectionsAtOnceAndOthersBehindTheirResponses() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.request();
                    go.await(10, TimeUnit.SECONDS);
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    connection.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Http2Client idle = new Http2Client(proxy.address);
                Http2Client busy = new Http2Client(proxy.address)) {
            idle.next(Http2Client.SETTINGS);
            busy.get(1, "/");
            backend.nextHead();
            var drained = proxy.engine.drain(java.time.Duration.ZERO).toCompletableFuture();
            assertThat(idle.ended()).isZero();
            idle.close();
            go.countDown();
            assertThat(busy.response(1).body()).isEqualTo("ok");
            busy.close();
            drained.get(20, TimeUnit.SECONDS);
        }
    }
}
