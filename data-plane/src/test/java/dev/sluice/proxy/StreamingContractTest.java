package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long bodies: every byte arrives, and who reads slowly slows down who writes instead of filling the proxy. */
class StreamingContractTest {
    /** More than sockets and proxy may hold together. */
    static final long LONG = 64L << 20;

    /** What buffers of two sockets, the kernel and a lane may hold at most. */
    private static final long HELD = 24L << 20;

    @ParameterizedTest
    @EnumSource
    void aLongUploadPassesWhole(EngineUnderTest engine) throws Exception {
        Streams.upload(engine, LONG);
    }

    @ParameterizedTest
    @EnumSource
    void aLongDownloadPassesWhole(EngineUnderTest engine) throws Exception {
        Streams.download(engine, LONG);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatDoesNotReadStopsTheBackend(EngineUnderTest engine) throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> done = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n");
                    write(wire.socket, written);
                    done.complete(null);
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            client.head();
            assertThat(standsStill(written)).isLessThan(HELD);
            drain(client.in);
            done.get(60, TimeUnit.SECONDS);
            assertThat(written).hasValue(LONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatDoesNotReadStopsTheClient(EngineUnderTest engine) throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    go.join();
                    drain(wire.in);
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: " + LONG + "\r\n\r\n");
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    write(client.socket, written);
                } catch (IOException e) {
                    go.completeExceptionally(e);
                }
            });
            assertThat(standsStill(written)).isLessThan(HELD);
            go.complete(null);
            writer.join(60_000);
            assertThat(client.read().body()).isEqualTo("ok");
        }
    }

    private static void write(Socket socket, AtomicLong written) throws IOException {
        byte[] piece = new byte[64 << 10];
        OutputStream out = socket.getOutputStream();
        for (long sent = 0; sent < LONG; sent += piece.length) {
            out.write(piece);
            written.addAndGet(piece.length);
        }
    }

    private static void drain(InputStream in) throws IOException {
        in.skipNBytes(LONG);
    }

    /** The number once it has not changed for half a second. */
    private static long standsStill(AtomicLong number) {
        AtomicLong last = new AtomicLong(-1);
        org.awaitility.Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(500, TimeUnit.MILLISECONDS)
                .until(() -> number.get() > 0 && last.getAndSet(number.get()) == number.get());
        return number.get();
    }
}
