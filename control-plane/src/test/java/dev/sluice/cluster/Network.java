package dev.sluice.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network of loopback addresses whose links can be cut: every host is reached through a relay, which knows who connects
 * by the address that it connects from. What is cut swallows bytes and ends nothing, as a network does.
 */
final class Network implements AutoCloseable {
    private final Set<String> cut = ConcurrentHashMap.newKeySet();
    private final Set<ServerSocket> relays = ConcurrentHashMap.newKeySet();

    /** Passes what arrives at {@code front} on to the host's own address, on the same port. */
    void relay(String front, String host, int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(front, port));
        relays.add(server);
        Thread.ofVirtual().start(() -> accept(server, host, port));
    }

    void cut(String host) {
        cut.add(host);
    }

    void heal(String host) {
        cut.remove(host);
    }

    private void accept(ServerSocket server, String host, int port) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> pass(client, host, port));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void pass(Socket client, String host, int port) {
        String source = client.getInetAddress().getHostAddress();
        try (client;
                Socket target = new Socket(InetAddress.getByName(host), port)) {
            Thread back = Thread.ofVirtual().start(() -> pump(target, client, source, host));
            pump(client, target, source, host);
            back.join();
        } catch (IOException e) {
            // the host does not listen: the client's connection has been closed, which says so
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to, String source, String host) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!cut.contains(source) && !cut.contains(host)) {
                    out.write(buffer, 0, read);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket relay : relays) {
            relay.close();
        }
    }
}
