package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Reason;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BodyTest {
    private static final long GIB = 1L << 30;
    /** More than all buffers on the way can hold. */
    private static final long MANY = 128L << 20;

    private static final byte[] PIECE = new byte[64 * 1024];

    static {
        Arrays.fill(PIECE, (byte) 'x');
    }

    @Test
    void aGibibyteComesDownInConstantMemory() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + GIB + "\r\n\r\n");
                    write(connection.socket.getOutputStream(), GIB);
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
            assertThat(read(client.in(), GIB)).isEqualTo(GIB);
            assertConstantMemory();
        }
    }

    @Test
    void aGibibyteGoesUpInConstantMemory() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    long got = read(connection.in, GIB);
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + got);
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + GIB + "\r\n\r\n");
            write(client.socket().getOutputStream(), GIB);
            assertThat(client.response()).endsWith("\r\n\r\n" + GIB);
            assertConstantMemory();
        }
    }

    @ParameterizedTest
    @EnumSource(TransportChoice.class)
    void aBackendWaitsForAClientThatDoesNotRead(TransportChoice transport) throws Exception {
        AtomicLong written = new AtomicLong();
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + MANY + "\r\n\r\n");
                    OutputStream out = connection.socket.getOutputStream();
                    for (long i = 0; i < MANY; i += PIECE.length) {
                        out.write(PIECE);
                        written.addAndGet(PIECE.length);
                    }
                });
                ProxyFixture proxy = new ProxyFixture(
                        backend.address(), ProxyFixture.settings().withTransport(transport));
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
            Await.until(() -> still(written));
            assertThat(written.get()).isLessThan(64L << 20);
            assertConstantMemory();
            assertThat(read(client.in(), MANY)).isEqualTo(MANY);
        }
    }

    @Test
    void chunkedBodiesPassBothWaysWithTheirTrailers() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    String head = connection.head();
                    assertThat(head).contains("\r\nTransfer-Encoding: chunked\r\n");
                    String body = "";
                    while (!body.endsWith("0\r\nX-Up: 1\r\n\r\n")) {
                        body += (char) connection.in.read();
                    }
                    connection.send(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body.replace("Up", "Down"));
                    connection.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("5;x=y\r\nhello\r\n").send("6\r\n world\r\n").send("0\r\nX-Up: 1\r\nContent-Length: 7\r\n\r\n");
            assertThat(client.head())
                    .contains("\r\nTransfer-Encoding: chunked\r\n")
                    .contains("\r\nDate: ");
            String body = "";
            while (!body.endsWith("0\r\nX-Down: 1\r\n\r\n")) {
                body += client.bytes(1);
            }
            assertThat(body.replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", "")).isEqualTo("hello worldX-Down: 1");
        }
    }

    @Test
    void aBodyUntilCloseIsChunkedForHttp11AndEndsWithTheConnectionFor10() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.0 200 OK\r\n\r\nhello");
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient newer = proxy.client();
                RawClient older = proxy.client()) {
            newer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(newer.head())
                    .contains("\r\nTransfer-Encoding: chunked\r\n")
                    .doesNotContain("Connection");
            assertThat(newer.bytes(15)).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
            older.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(older.rest())
                    .contains("\r\nConnection: close\r\n")
                    .doesNotContain("Transfer-Encoding")
                    .endsWith("\r\n\r\nhello");
        }
    }

    @Test
    void responsesWithoutBodyLeaveBothConnectionsUsable() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    for (String head = connection.head(); head != null; head = connection.head()) {
                        connection.send(
                                head.startsWith("HEAD")
                                        ? "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
                                        : head.contains("/204")
                                                ? "HTTP/1.1 204 No Content\r\n\r\n"
                                                : "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n");
                    }
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head())
                        .startsWith("HTTP/1.1 200 ")
                        .contains("\r\nContent-Length: 1000\r\n");
                assertThat(client.send("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n").head())
                        .startsWith("HTTP/1.1 204 ")
                        .doesNotContain("Content-Length");
                assertThat(client.send("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n").head())
                        .startsWith("HTTP/1.1 304 ")
                        .doesNotContain("Content-Length");
            }
            assertThat(backend.accepted).hasValue(1);
        }
    }

    @Test
    void aClientThatAsksIsToldToContinueWhenTheBackendIsThere() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            for (int i = 0; i < 3; i++) {
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n");
                assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
                assertThat(client.send("abc").response())
                        .startsWith("HTTP/1.1 200 ")
                        .endsWith("hello");
                assertThat(backend.nextHead()).doesNotContain("Expect");
            }
        }
    }

    @Test
    void anEarlyFinalAnswerIsPassedOnAndTheUploadStopped() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
                    connection.awaitClose();
                    closed.countDown();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n")
                    .send(PIECE);
            assertThat(client.response())
                    .startsWith("HTTP/1.1 413 Too Large\r\n")
                    .contains("\r\nConnection: close\r\n")
                    .endsWith("big");
            assertThat(closed.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            client.endOutput();
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aClientThatGoesAwayEndsTheAttempt() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(connection -> {
                    connection.head();
                    connection.awaitClose();
                    closed.countDown();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend)) {
            try (RawClient client = proxy.client()) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                backend.nextHead();
                client.socket().setSoLinger(true, 0);
            }
            assertThat(closed.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            Await.until(() -> proxy.pipeline.ended.equals(java.util.List.of(Reason.CLIENT_ABORTED)));
        }
    }

    @Test
    void aClientMayEndItsHalfAndStillGetsItsResponses() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
                    .endOutput();
            assertThat(client.response()).endsWith("hello");
            assertThat(client.response()).endsWith("hello");
            assertThat(client.rest()).isEmpty();
        }
    }

    /** What the kernel has not taken yet when the response ends is the client's, too. */
    @ParameterizedTest
    @CsvSource({"keep-alive, false", "keep-alive, true", "close, false", "close, true"})
    void aClientThatEndsItsHalfAndReadsSlowlyGetsItsWholeResponse(String connection, boolean behind) throws Exception {
        int size = 4 << 20;
        try (RawBackend backend = new RawBackend(serving -> {
                    serving.request();
                    serving.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + "x".repeat(size));
                    serving.awaitClose();
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.setSoTimeout(30_000);
            client.connect(proxy.address);
            client.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: a\r\nConnection: " + connection + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = client.getInputStream();
            for (int last = 0; last != 0x0D0A0D0A; ) {
                last = last << 8 | in.read();
            }
            int got = 0;
            byte[] piece = new byte[1024];
            while (behind && proxy.pipeline.ended.isEmpty()) {
                got += in.readNBytes(piece, 0, 1024);
            }
            client.shutdownOutput();
            for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                got += count;
            }
            assertThat(got).isEqualTo(size);
        }
    }

    private static void write(OutputStream out, long bytes) throws IOException {
        for (long i = 0; i < bytes; i += PIECE.length) {
            out.write(PIECE, 0, (int) Math.min(PIECE.length, bytes - i));
        }
    }

    private static long read(InputStream in, long bytes) throws IOException {
        byte[] into = new byte[256 * 1024];
        long got = 0;
        while (got < bytes) {
            int count = in.read(into, 0, (int) Math.min(into.length, bytes - got));
            if (count < 0) {
                return got;
            }
            got += count;
        }
        return got;
    }

    /** All arenas together; each thread keeps a chunk or two. */
    private static void assertConstantMemory() {
        assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isLessThan(96L << 20);
    }

    private static boolean still(AtomicLong written) throws InterruptedException {
        long before = written.get();
        synchronized (written) {
            written.wait(200);
        }
        return before > 0 && written.get() == before;
    }
}
