package dev.sluice.engine.akkahttp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One connection, read and written as bytes (one char each). */
class Wire implements AutoCloseable {
    final Socket socket;
    final InputStream in;
    private final @Nullable Queue<String> heads;

    /** @param heads gets each head that is read, or null */
    Wire(Socket socket, @Nullable Queue<String> heads) throws IOException {
        this.socket = socket;
        this.heads = heads;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    Wire send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The next head with its empty line; null at the end of the connection. */
    @Nullable
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
            int c = in.read();
            if (c < 0) {
                return null;
            }
            head.append((char) c);
        }
        if (heads != null) {
            heads.add(head.toString());
        }
        return head.toString();
    }

    /** The body that this head announces, without its framing. */
    byte[] body(@Nullable String head) throws IOException {
        if (head == null) {
            throw new IOException("closed without a head");
        }
        String lower = head.toLowerCase(Locale.ROOT);
        int length = lower.indexOf("\r\ncontent-length: ");
        if (length >= 0) {
            return in.readNBytes(Integer.parseInt(lower.substring(length + 18, lower.indexOf("\r\n", length + 2))));
        }
        return lower.contains("\r\ntransfer-encoding: chunked") ? chunks() : new byte[0];
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(); size > 0; size = size()) {
            body.write(in.readNBytes(size));
            in.readNBytes(2);
        }
        in.readNBytes(2);
        return body.toByteArray();
    }

    private int size() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed within a chunked body");
            }
            line.append((char) c);
        }
        in.read();
        return Integer.parseInt(line.toString(), 16);
    }

    /** A response with a body of known length. */
    String response() throws IOException {
        String head = head();
        if (head == null) {
            throw new IOException("closed without a response");
        }
        return head + new String(body(head), StandardCharsets.ISO_8859_1);
    }

    /** Everything until the peer closes. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
