package dev.sluice.engine.akkahttp;

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

/** A backend that does with each connection what the test says, in a virtual thread of its own. */
final class Backend implements AutoCloseable {
    static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    /** What to do with a connection; its end closes the connection. */
    interface Script {
        void serve(Wire connection) throws IOException, InterruptedException;
    }

    final AtomicInteger accepted = new AtomicInteger();
    /** Request heads in the order in which they came. */
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    private final ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Script script;

    Backend(Script script) throws IOException {
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    /** Reads requests with their bodies and answers each with the same bytes. */
    static Backend answering(String response) throws IOException {
        return new Backend(connection -> {
            for (String head = connection.head(); head != null; head = connection.head()) {
                connection.body(head);
                connection.send(response);
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
        try (Wire wire = new Wire(socket, heads)) {
            script.serve(wire);
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
