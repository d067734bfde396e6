package dev.sluice.engine.netty;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A backend that does with each connection what the test says, one thread a connection. */
final class RawBackend implements AutoCloseable {
    /** What to do with a connection; an exception or the end of it closes the connection. */
    interface Script {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final AtomicInteger accepted = new AtomicInteger();
    /** Request heads in the order in which they came. */
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    RawBackend(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers every request with 200 and {@code hello}, whatever its body, and keeps the connection. */
    static RawBackend hello() throws IOException {
        return new RawBackend(connection -> {
            while (connection.request() != null) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            }
        });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    String nextHead() throws InterruptedException {
        String head = heads.poll(30, TimeUnit.SECONDS);
        if (head == null) {
            throw new AssertionError("no request reached the backend");
        }
        return head;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            script.serve(new Connection(socket));
        } catch (IOException e) {
            sockets.remove(socket); // the proxy has closed it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection from the proxy. */
    final class Connection {
        final Socket socket;
        final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        }

        /** The next request head, or null at the end of the connection. */
        @Nullable
        String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int c = in.read();
                if (c < 0) {
                    return null;
                }
                head.write(c);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            heads.add(text);
            return text;
        }

        /** The next request with its body, or null at the end of the connection. */
        @Nullable
        String request() throws IOException {
            String head = head();
            return head == null ? null : head + body(head);
        }

        private String body(String head) throws IOException {
            String lower = head.toLowerCase(java.util.Locale.ROOT);
            int length = lower.indexOf("\r\ncontent-length: ");
            if (length >= 0) {
                int bytes = Integer.parseInt(lower.substring(length + 18, lower.indexOf("\r\n", length + 2)));
                return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
            }
            return lower.contains("\r\ntransfer-encoding: chunked") ? chunked() : "";
        }

        private String chunked() throws IOException {
            StringBuilder raw = new StringBuilder();
            while (!raw.toString().endsWith("\r\n0\r\n\r\n") && !raw.toString().equals("0\r\n\r\n")) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("closed within a body");
                }
                raw.append((char) c);
            }
            return raw.toString();
        }

        /** How long a body in chunks is. */
        int chunkedBytes() throws IOException {
            int bytes = 0;
            for (int size = line(); size > 0; size = line()) {
                in.skipNBytes(size + 2);
                bytes += size;
            }
            in.skipNBytes(2);
            return bytes;
        }

        private int line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("closed within a body");
                }
                line.append((char) c);
            }
            return Integer.parseInt(line.toString().strip(), 16);
        }

        void send(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Waits until the proxy closes; reads over what it sends. */
        void awaitClose() throws IOException {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
