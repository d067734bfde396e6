package dev.sluice.bench.scale;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers every request with its name, one letter. */
final class Backend implements AutoCloseable {
    private final ServerSocket listening;
    private final byte[] answer;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private Backend(ServerSocket listening, char name) {
        this.listening = listening;
        this.answer = ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + name).getBytes(StandardCharsets.US_ASCII);
    }

    static Backend start(char name) throws IOException {
        Backend backend = new Backend(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), name);
        Thread.ofPlatform().name("backend-" + name).daemon().start(backend::accept);
        return backend;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.add(socket);
                Thread.ofPlatform().name("backend-connection").daemon().start(() -> serve(socket));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (Optional<HttpRequest> request = HttpRequest.read(in);
                    request.isPresent();
                    request = HttpRequest.read(in)) {
                out.write(answer);
            }
        } catch (IOException e) {
            // A proxy may drop an idle connection in any way; that a request was lost shows at the client.
            System.getLogger("bench").log(System.Logger.Level.DEBUG, "a connection to a backend has ended", e);
        } finally {
            connections.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
