package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** Bodies of any length whose every byte is checked at the other end. */
final class Streams {
    private Streams() {}

    static void upload(EngineUnderTest engine, long bytes) throws Exception {
        CompletableFuture<Long> read = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    wire.head();
                    read.complete(read(wire.in, bytes));
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: " + bytes + "\r\n\r\n");
            long written = write(client.socket.getOutputStream(), bytes);
            assertThat(read.get(120, TimeUnit.SECONDS)).isEqualTo(written);
            assertThat(client.read().body()).isEqualTo("ok");
            assertThat(proxy.logged()).contains(" reason=forwarded ").contains(" in=" + bytes + " ");
        }
    }

    static void download(EngineUnderTest engine, long bytes) throws Exception {
        CompletableFuture<Long> written = new CompletableFuture<>();
        try (Backend backend = Backend.scripted(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n");
                    written.complete(write(wire.socket.getOutputStream(), bytes));
                    wire.rest();
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            client.head();
            assertThat(read(client.in, bytes)).isEqualTo(written.get(120, TimeUnit.SECONDS));
            assertThat(proxy.logged()).contains("\" 200 " + bytes + " ").contains(" reason=forwarded ");
        }
    }

    private static long write(OutputStream out, long bytes) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] piece = new byte[(64 << 10) - 1];
        for (long sent = 0; sent < bytes; ) {
            int length = (int) Math.min(piece.length, bytes - sent);
            for (int i = 0; i < length; i += 97) {
                piece[i] = (byte) (sent + i);
            }
            sum.update(piece, 0, length);
            out.write(piece, 0, length);
            sent += length;
        }
        return sum.getValue();
    }

    private static long read(InputStream in, long bytes) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] piece = new byte[64 << 10];
        for (long left = bytes; left > 0; ) {
            int length = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (length < 0) {
                throw new EOFException(left + " bytes are missing");
            }
            sum.update(piece, 0, length);
            left -= length;
        }
        return sum.getValue();
    }
}
