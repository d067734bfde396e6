package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.netty.Http2Client;
import dev.sluice.proxy.FrameBackend.Connection;
import dev.sluice.resource.RoutePolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Backends that speak HTTP/2, well or badly, frame by frame; clients speak HTTP/1. */
class Http2BackendTest {
    /** {@code a.example} goes to it, over HTTP/2 without TLS. */
    static Proxy inFrontOf(FrameBackend backend) throws IOException {
        return Proxy.start(
                EngineUnderTest.NETTY,
                Proxy.table()
                        .route("a.example", "/", "web")
                        .h2c("web", backend.address())
                        .serve());
    }

    private static void answerAll(Connection connection) throws IOException {
        while (true) {
            connection.ok(connection.request());
        }
    }

    @Test
    void requestsShareAConnection() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    answerAll(connection);
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.get("/" + i).body()).isEqualTo("ok");
            }
            assertThat(backend.connections).hasValue(1);
        }
    }

    @Test
    void aRefusedStreamIsAskedAgainWhateverTheMethod() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    connection.reset(connection.request(), 7);
                    answerAll(connection);
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("ok");
            assertThat(proxy.logged()).contains("attempts=2");
        }
    }

    @Test
    void whatGoawayLeavesOutIsAskedOnANewConnection() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    if (number == 1) {
                        connection.ok(connection.request());
                        int late = connection.request();
                        connection.goAway(late - 2);
                        connection.rest();
                    }
                    answerAll(connection);
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            assertThat(client.get("/1").body()).isEqualTo("ok");
            assertThat(client.get("/2").body()).isEqualTo("ok");
            assertThat(backend.connections).hasValue(2);
        }
    }

    @Test
    void aBackendThatGoesAwayFinishesWhatItHas() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    if (number == 1) {
                        int stream = connection.request();
                        connection.goAway(Integer.MAX_VALUE);
                        connection.ok(stream);
                        connection.rest();
                    }
                    answerAll(connection);
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            assertThat(client.get("/1").body()).isEqualTo("ok");
            assertThat(client.get("/2").body()).isEqualTo("ok");
            assertThat(proxy.logged()).contains("attempts=1");
            assertThat(backend.connections).hasValue(2);
        }
    }

    @Test
    void aBackendThatTakesOneStreamAtATimeGetsMoreConnections() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings(0, 3, 0, 0, 0, 1);
                    int stream = connection.request();
                    meet(both);
                    connection.ok(stream);
                    connection.rest();
                });
                Proxy proxy = inFrontOf(backend);
                Client one = proxy.client();
                Client other = proxy.client()) {
            one.send("GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\n");
            other.send("GET /2 HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(one.read().body()).isEqualTo("ok");
            assertThat(other.read().body()).isEqualTo("ok");
            assertThat(backend.connections).hasValue(2);
        }
    }

    private static void meet(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void aBackendThatSpeaksHttp1OnlyIsNamed() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            proxy.assertLogged(502, "connect-failed");
        }
    }

    @Test
    void aMalformedHeadIsNoAnswer() throws Exception {
        int[][] heads = {
            {}, // no status
            {0x88, 0x88}, // two
            {0x88, 0, 1, 'X', 1, 'a'}, // upper case
            {0x88, 0, 1, 'x', 3, 'a', '\r', '\n'}, // a line end
            {0x88, 0, 10, 'c', 'o', 'n', 'n', 'e', 'c', 't', 'i', 'o', 'n', 1, 'a'},
            {0, 7, ':', 's', 't', 'a', 't', 'u', 's', 3, '2', 'x', '0'},
            {0x88, 0x0F, 0x0D, 2, '-', '1'} // content-length
        };
        for (int[] head : heads) {
            try (FrameBackend backend = new FrameBackend((connection, number) -> {
                        connection.settings();
                        connection.frame(
                                FrameBackend.HEADERS,
                                FrameBackend.END_HEADERS | FrameBackend.END_STREAM,
                                connection.request(),
                                head);
                        connection.rest();
                    });
                    Proxy proxy = inFrontOf(backend);
                    Client client = proxy.client()) {
                assertThat(client.get("/").status()).isEqualTo(502);
                proxy.assertLogged(502, "upstream-protocol");
            }
        }
    }

    @Test
    void aBodyOfAnotherLengthIsCut() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    int stream = connection.request();
                    connection.frame(FrameBackend.HEADERS, FrameBackend.END_HEADERS, stream, 0x88, 0x0F, 0x0D, 1, '9');
                    connection.frame(FrameBackend.DATA, FrameBackend.END_STREAM, stream, 'o', 'k');
                    connection.rest();
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.rest()).hasSizeLessThan(9);
            assertThat(proxy.logged()).contains("reason=upstream-protocol");
        }
    }

    @Test
    void interimHeadsPassAndTheFinalOneFollows() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    int stream = connection.request();
                    connection.frame(
                            FrameBackend.HEADERS,
                            FrameBackend.END_HEADERS,
                            stream,
                            8,
                            3,
                            '1',
                            '0',
                            '3',
                            0,
                            4,
                            'l',
                            'i',
                            'n',
                            'k',
                            1,
                            'x');
                    connection.ok(stream);
                    connection.rest();
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            Message hints = client.head();
            assertThat(hints.start()).isEqualTo("HTTP/1.1 103 Early Hints");
            assertThat(hints.values("link")).containsExactly("x");
            assertThat(client.read().body()).isEqualTo("ok");
        }
    }

    @Test
    void aBodyWaitsForTheBackendsWindow() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings(0, 4, 0, 0, 0, 5);
                    int stream = connection.request();
                    StringBuilder body = new StringBuilder();
                    while (body.length() < 10) {
                        FrameBackend.Frame frame = connection.next();
                        if (frame.type() == FrameBackend.DATA) {
                            assertThat(frame.payload()).hasSizeLessThanOrEqualTo(5);
                            body.append(new String(frame.payload(), StandardCharsets.US_ASCII));
                            connection.frame(8, 0, stream, 0, 0, 0, 5);
                        }
                    }
                    assertThat(body).hasToString("0123456789");
                    connection.ok(stream);
                    connection.rest();
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\n0123456789");
            assertThat(client.read().body()).isEqualTo("ok");
        }
    }

    /** As one behind which a node has died: nothing comes, not even the end of it. */
    @Test
    void aConnectionOnWhichNothingComesIsUsedNoMore() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    if (number == 1) {
                        connection.ok(connection.request());
                        connection.request();
                        connection.rest();
                    }
                    answerAll(connection);
                });
                Proxy proxy = Proxy.start(EngineUnderTest.NETTY, quick(backend, Duration.ofMillis(300)));
                Client client = proxy.client()) {
            assertThat(client.get("/1").body()).isEqualTo("ok");
            assertThat(client.get("/2").status()).isEqualTo(504);
            assertThat(client.get("/3").body()).isEqualTo("ok");
            assertThat(backend.connections).hasValue(2);
        }
    }

    @Test
    void aConnectionOnWhichOthersAreAnsweredIsUsedOn() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    if (number == 1) {
                        connection.request();
                    }
                    answerAll(connection);
                });
                Proxy proxy = Proxy.start(EngineUnderTest.NETTY, quick(backend, Duration.ofSeconds(2)));
                Http2Client client = new Http2Client(proxy.address)) {
            client.get(1, "/slow");
            int stream = 1;
            do {
                stream += 2;
                client.get(stream, "/quick");
            } while (client.next(Http2Client.HEADERS).stream() != 1);
            client.get(stream + 2, "/2");
            assertThat(client.response(stream + 2).body()).isEqualTo("ok");
            assertThat(backend.connections).hasValue(1);
        }
    }

    @Test
    void aTunnelWhoseBackendTakesNoMoreEndsBehindWhatItSaid() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings(0, 8, 0, 0, 0, 1);
                    int stream = connection.request();
                    connection.frame(FrameBackend.HEADERS, FrameBackend.END_HEADERS, stream, 0x88);
                    connection.frame(FrameBackend.DATA, FrameBackend.END_STREAM, stream, 'b', 'y', 'e');
                    connection.reset(stream, 8);
                    connection.rest();
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(101);
            assertThat(client.rest()).isEqualTo("bye");
            assertThat(proxy.logged()).contains("reason=upstream-reset");
        }
    }

    @Test
    void contentBeforeAHeadIsNoAnswer() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    connection.frame(FrameBackend.DATA, FrameBackend.END_STREAM, connection.request());
                    connection.rest();
                });
                Proxy proxy = inFrontOf(backend);
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            proxy.assertLogged(502, "upstream-protocol");
        }
    }

    private static Table quick(FrameBackend backend, Duration read) {
        return Proxy.table()
                .route(
                        "a.example",
                        "/",
                        "web",
                        new RoutePolicy.Timeouts(Duration.ofSeconds(5), read, Duration.ofSeconds(5)))
                .h2c("web", backend.address())
                .serve();
    }
}
