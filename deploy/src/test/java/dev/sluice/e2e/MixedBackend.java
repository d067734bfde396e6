package dev.sluice.e2e;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * A backend for every kind of traffic: {@code GET /} is {@code ok}, a POST is answered with the checksum of its body,
 * {@code /large} is {@link #LARGE} bytes, {@code /events} a stream of events, and what asks for another protocol gets its bytes
 * back.
 */
final class MixedBackend implements AutoCloseable {
    static final int LARGE = 300_000;
    static final int EVENTS = 10;
    private static final byte[] LARGE_BODY = new byte[LARGE];
    private static final long PAUSE_NANOS = 20_000_000;

    private final ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    MixedBackend() throws IOException {
        threads.execute(this::accept);
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

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (answer(in, socket.getOutputStream())) {}
        } catch (IOException e) {
            // The proxy has closed a connection that it keeps: whoever asks judges whether anything is missing.
        }
    }

    /** Answers one request; false if there is none, or the connection is another protocol's. */
    private static boolean answer(InputStream in, OutputStream out) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return false;
        }
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        if (fields.containsKey("upgrade")) {
            send(out, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            in.transferTo(new Flushed(out));
            return false;
        }
        byte[] body = body(in, fields);
        if (start.startsWith("POST ")) {
            text(out, checksum(body));
        } else if (start.startsWith("GET /large ")) {
            send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
            out.write(LARGE_BODY);
        } else if (start.startsWith("GET /events ")) {
            events(out);
        } else {
            text(out, "ok");
        }
        return true;
    }

    private static byte[] body(InputStream in, Map<String, String> fields) throws IOException {
        if (!"chunked".equalsIgnoreCase(fields.getOrDefault("transfer-encoding", ""))) {
            return in.readNBytes(Integer.parseInt(fields.getOrDefault("content-length", "0")));
        }
        java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static void events(OutputStream out) throws IOException {
        send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < EVENTS; i++) {
            String event = "data: " + i + "\n\n";
            send(out, Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            LockSupport.parkNanos(PAUSE_NANOS); // what is streamed takes its time
        }
        send(out, "0\r\n\r\n");
    }

    static String checksum(byte[] body) {
        CRC32C sum = new CRC32C();
        sum.update(body);
        return Long.toHexString(sum.getValue());
    }

    private static void text(OutputStream out, String body) throws IOException {
        send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    /** Whatever is written is sent at once. */
    private static final class Flushed extends java.io.FilterOutputStream {
        Flushed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            out.write(bytes, start, length);
            out.flush();
        }
    }
}
