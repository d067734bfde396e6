package dev.sluice.proxy;

import dev.sluice.identity.TestAuthority.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;

/** A backend on a free port of loopback that does with each connection what the test says. */
final class Backend implements AutoCloseable {
    /** What to do with a connection, which is closed behind it. */
    interface Script {
        void serve(Wire connection) throws IOException, InterruptedException;
    }

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    /** Requests in the order in which they were read. */
    final BlockingQueue<Message> received = new LinkedBlockingQueue<>();

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private Backend(Script script) throws IOException {
        this(script, new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
    }

    private Backend(Script script, ServerSocket server) {
        this.script = script;
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    static Backend scripted(Script script) throws IOException {
        return new Backend(script);
    }

    /** Reads every request whole and answers it with this text. */
    static Backend answering(String response) throws IOException {
        Backend[] self = new Backend[1];
        self[0] = new Backend(wire -> {
            while (true) {
                self[0].read(wire);
                wire.send(response);
            }
        });
        return self[0];
    }

    /** Answers 200 with this body. */
    static Backend saying(String body) throws IOException {
        return answering("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Answers 200 with this body to whoever makes a TLS handshake with it. */
    static Backend secured(SSLServerSocket server, String body) {
        Backend[] self = new Backend[1];
        self[0] = new Backend(
                wire -> {
                    while (true) {
                        self[0].read(wire);
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    }
                },
                server);
        return self[0];
    }

    /** A listener that shows this certificate. */
    static SSLServerSocket server(Issued issued) throws Exception {
        return (SSLServerSocket) SecureClient.holding(issued)
                .getServerSocketFactory()
                .createServerSocket(0, 16, InetAddress.getLoopbackAddress());
    }

    /** An address on which nobody listens. */
    static InetSocketAddress nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) free.getLocalSocketAddress();
        }
    }

    Message read(Wire wire) throws IOException {
        Message message = wire.read();
        requests.incrementAndGet();
        received.add(message);
        return message;
    }

    /** The next request that came. */
    Message next() throws InterruptedException {
        Message message = received.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no request reached the backend");
        }
        return message;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.serve(new Wire(socket));
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
}
