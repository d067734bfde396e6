package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.netty.Http2Client;
import dev.sluice.proxy.FrameBackend.Connection;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has come over HTTP/2 and is not taken yet, where both sides speak it: whose it is, and whom it holds up. */
class Http2WindowTest {
    private static final int PING = 6;
    /** What clients may send on a stream before anybody takes it, and a fourth of what they may on a connection. */
    private static final int STREAM = 256 << 10;

    /** RFC 9113 section 8.1: a response that is whole is not discarded for what comes behind it. */
    @ParameterizedTest
    @CsvSource({
        "GET, RST_STREAM of NO_ERROR",
        "POST, RST_STREAM of NO_ERROR",
        "GET, GOAWAY that leaves it out",
        "GET, end of the connection",
        "POST, end of the connection",
        "GET, breach of the protocol",
    })
    void aWholeResponseIsPassedOnWhateverComesBehindIt(String method, String end) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings();
                    int stream = connection.request();
                    connection.answer(stream, 10);
                    if (end.startsWith("RST_STREAM") || end.startsWith("GOAWAY")) {
                        if (end.startsWith("GOAWAY")) {
                            connection.goAway(0);
                        } else {
                            connection.reset(stream, 0);
                        }
                        connection.frame(PING, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                        while (connection.next().type() != PING) {}
                        read.countDown();
                        connection.rest();
                    } else if (end.startsWith("breach")) {
                        connection.frame(FrameBackend.DATA, 0, 99, 'x');
                        connection.rest();
                    }
                });
                Proxy proxy = Http2BackendTest.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address, 4, 0)) {
            if (method.equals("GET")) {
                client.get(1, "/");
            } else {
                client.post(1, "/");
            }
            if (end.startsWith("RST_STREAM") || end.startsWith("GOAWAY")) {
                assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
            } else {
                client.next(Http2Client.HEADERS);
                Awaitility.await().until(() -> proxy.engine.upstreamConnections() == 0);
            }
            client.window(1, 20_000);
            Http2Client.Response response = client.response(1);
            assertThat(response.body()).hasSize(160_000);
            proxy.assertLogged(200, "forwarded");
        }
    }

    @Test
    void uploadsThatNobodyTakesHoldUpNoOther() throws Exception {
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings(0, 4, 0, 0, 0, 0); // no window for anybody
                    for (int i = 0; i < 3; i++) {
                        connection.request();
                    }
                    int stream = connection.request();
                    connection.frame(8, 0, stream, 0x7F, 0, 0, 0);
                    takeAll(connection);
                    connection.ok(stream);
                    connection.rest();
                });
                Proxy proxy = Http2BackendTest.inFrontOf(backend);
                Http2Client client = new Http2Client(proxy.address)) {
            for (int stream = 1; stream < 7; stream += 2) {
                client.post(stream, "/stalls");
                client.upload(stream, STREAM, STREAM);
            }
            client.post(7, "/flows");
            client.upload(7, 4 * STREAM, STREAM);
            assertThat(client.response(7).body()).isEqualTo("ok");
        }
    }

    /** Until a stream ends; gives the window of the connection back. */
    private static void takeAll(Connection connection) throws IOException {
        while (true) {
            FrameBackend.Frame frame = connection.next();
            if (frame.type() == FrameBackend.DATA) {
                int size = frame.payload().length;
                if (size > 0) {
                    connection.frame(8, 0, 0, 0, 0, size >>> 8, size & 0xFF);
                }
                if ((frame.flags() & FrameBackend.END_STREAM) != 0) {
                    return;
                }
            }
        }
    }

    @Test
    void aConnectionThatEndsWithContentThatNobodyTookKeepsNoMemory() throws Exception {
        int rounds = 50;
        long before = buffers();
        try (FrameBackend backend = new FrameBackend((connection, number) -> {
                    connection.settings(0, 4, 0, 0, 0, 0);
                    connection.rest();
                });
                Proxy proxy = Http2BackendTest.inFrontOf(backend)) {
            for (int i = 0; i < rounds; i++) {
                Http2Client client = new Http2Client(proxy.address);
                for (int stream = 1; stream < 7; stream += 2) {
                    client.post(stream, "/stalls");
                    client.upload(stream, STREAM, STREAM);
                }
                client.frame(Http2Client.PING, 0, 0, new byte[8]);
                client.next(Http2Client.PING);
                client.abort();
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> proxy.engine.clientConnections() == 0);
            }
        }
        // What threads keep for themselves is given back as they end.
        Awaitility.await().until(() -> buffers() < before + rounds / 2);
    }

    private static long buffers() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }
}
