package dev.sluice.e2e;

import dev.sluice.identity.TestAuthority.Issued;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A backend that reads by itself, byte by byte, how each connection to it begins, and answers every request on it with that:
 * {@code v1 SOURCE:PORT DESTINATION:PORT}, the same with {@code v2}, or {@code none}; within TLS where it has a certificate.
 */
final class HeaderBackend implements AutoCloseable {
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10};
    private static final int TCP4 = 0x2111;

    private final ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final @Nullable SSLContext tls;

    HeaderBackend() throws IOException {
        this(null);
    }

    private HeaderBackend(@Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        threads.execute(this::accept);
    }

    /** One that shows this certificate behind what it reads. */
    static HeaderBackend secured(Issued issued) throws Exception {
        return new HeaderBackend(Tls.showing(issued));
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            PushbackInputStream raw = new PushbackInputStream(socket.getInputStream());
            String header = header(raw);
            if (tls == null) {
                answer(raw, socket, header);
                return;
            }
            byte[] read = header.equals("none") ? new byte[] {(byte) raw.read()} : new byte[0];
            try (SSLSocket secure =
                    (SSLSocket) tls.getSocketFactory().createSocket(socket, new ByteArrayInputStream(read), true)) {
                answer(secure.getInputStream(), secure, header);
            }
        } catch (IOException e) {
            // The proxy has closed the connection, or it was no good: whoever asks judges whether anything is missing.
        }
    }

    private static void answer(InputStream in, Socket socket, String header) throws IOException {
        while (!upTo(in, "\r\n\r\n").isEmpty()) {
            String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + header.length() + "\r\n\r\n" + header;
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** How the connection begins, read to its last byte and no further. */
    private static String header(PushbackInputStream in) throws IOException {
        int first = in.read();
        if (first == 'P') {
            return version1(in);
        }
        if (first == SIGNATURE[0]) {
            return version2(new DataInputStream(in));
        }
        if (first >= 0) {
            in.unread(first);
        }
        return "none";
    }

    private static String version1(PushbackInputStream in) throws IOException {
        String line = "P" + upTo(in, "\r\n");
        String[] words = line.strip().split(" ");
        if (words.length != 6 || !words[0].equals("PROXY") || !words[1].equals("TCP4")) {
            throw new IOException("no header: " + line);
        }
        return "v1 " + words[2] + ":" + words[4] + " " + words[3] + ":" + words[5];
    }

    private static String version2(DataInputStream in) throws IOException {
        for (int i = 1; i < SIGNATURE.length; i++) {
            if (in.read() != SIGNATURE[i]) {
                throw new IOException("no signature at byte " + i);
            }
        }
        int kind = in.readUnsignedShort();
        int length = in.readUnsignedShort();
        if (kind != TCP4 || length < 12) {
            throw new IOException("not of TCP over IPv4: " + Integer.toHexString(kind) + ", " + length + " bytes");
        }
        String source = address(in);
        String destination = address(in);
        String text = "v2 " + source + ":" + in.readUnsignedShort() + " " + destination + ":" + in.readUnsignedShort();
        in.skipNBytes(length - 12);
        return text;
    }

    private static String address(DataInputStream in) throws IOException {
        return in.readUnsignedByte() + "." + in.readUnsignedByte() + "." + in.readUnsignedByte() + "."
                + in.readUnsignedByte();
    }

    /** Everything up to this end and with it; empty at the end of the connection. */
    private static String upTo(InputStream in, String end) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            read.write(c);
            if (c == '\n' && read.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
                return read.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
