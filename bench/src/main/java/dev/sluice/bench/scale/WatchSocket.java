package dev.sluice.bench.scale;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One watch over a WebSocket (RFC 6455), from the server's side. */
final class WatchSocket implements ObjectStore.Watcher {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Socket socket;
    private final OutputStream out;
    private final Kind kind;
    private final Predicate<StoredObject> wanted;
    private final long endNanos;
    private boolean broken; // guarded by this

    private WatchSocket(Socket socket, OutputStream out, Kind kind, Predicate<StoredObject> wanted, long seconds) {
        this.socket = socket;
        this.out = out;
        this.kind = kind;
        this.wanted = wanted;
        this.endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Answers the handshake. */
    static WatchSocket open(
            HttpRequest request, Socket socket, OutputStream out, Kind kind, Predicate<StoredObject> wanted)
            throws IOException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(request.field("sec-websocket-key")) + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return new WatchSocket(socket, out, kind, wanted, Long.parseLong(request.query("timeoutSeconds")));
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    @Override
    public Predicate<StoredObject> wanted() {
        return wanted;
    }

    @Override
    public void event(String type, StoredObject object) {
        text("{\"type\":\"" + type + "\",\"object\":" + object.whole(kind) + "}");
    }

    @Override
    public void bookmark(long version) {
        text("{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"" + kind.kind() + "\",\"apiVersion\":\"" + kind.apiVersion()
                + "\",\"metadata\":{\"resourceVersion\":\"" + version + "\"}}}");
    }

    /** The version that the watch was to begin at is no longer known. */
    void gone() {
        text("{\"type\":\"ERROR\",\"object\":" + Status.of(410, "too old resource version") + "}");
        frame(CLOSE, new byte[] {3, (byte) 0xe8});
    }

    /** Until either side ends it, or its time is over. */
    void untilClosed(InputStream in) throws IOException {
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            socket.setSoTimeout((int) Math.max(1, left));
            try {
                if (!takeFrame(in)) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                frame(CLOSE, new byte[] {3, (byte) 0xe8}); // 1000, in good order
                return;
            }
        }
    }

    /** Reads one frame of the client, which is masked; false if it was the last. */
    private boolean takeFrame(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        socket.setSoTimeout(0);
        int length = in.read() & 0x7f;
        if (length == 126) {
            length = in.read() << 8 | in.read();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        if ((first & 0xf) == PING) {
            frame(PONG, payload);
        }
        return (first & 0xf) != CLOSE;
    }

    private void text(String text) {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void frame(int opcode, byte[] payload) {
        if (broken) {
            return;
        }
        try {
            out.write(0x80 | opcode);
            if (payload.length < 126) {
                out.write(payload.length);
            } else if (payload.length < 1 << 16) {
                out.write(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
            } else {
                throw new UncheckedIOException(new IOException("an event of " + payload.length + " bytes"));
            }
            out.write(payload);
            out.flush();
        } catch (IOException e) {
            broken = true; // the watch ends when its reader notices; who watched comes again from where it was
        }
    }
}
