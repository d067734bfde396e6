package dev.sluice.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passes bytes on to a server on loopback and takes note of the requests that write, so that a test knows who wrote what. */
final class Relay implements AutoCloseable {
    private static final Pattern WRITE = Pattern.compile("(?m)^((?:PUT|PATCH|POST|DELETE) \\S+) HTTP/1\\.1$");

    private final int target;
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final InetSocketAddress address;
    private ServerSocket listener;
    private Thread accepting;

    /** @param host to listen on, at a free port */
    Relay(String host, int target) throws IOException {
        this.target = target;
        InetAddress here = InetAddress.getByName(host);
        address = new InetSocketAddress(here, LastingPort.free(here));
        up();
    }

    int port() {
        return address.getPort();
    }

    /** As if the server's process had ended: what is open breaks, what comes is refused. */
    void down() throws IOException {
        listener.close();
        try {
            accepting.join(); // until then the socket is there, and what it accepts
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + address + " is closed");
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    void up() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(address);
        listener = socket;
        accepting = Thread.ofVirtual().start(() -> accept(socket));
    }

    /** The requests that write, as {@code METHOD /path}, in order. */
    List<String> writes() {
        return writes;
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            Thread back = Thread.ofVirtual().start(() -> pass(server, client, false));
            pass(client, server, true);
            back.join();
        } catch (IOException e) {
            // one end has gone, which is what the other end sees now
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void pass(Socket from, Socket to, boolean requests) {
        byte[] buffer = new byte[16 * 1024];
        try (to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (requests) {
                    note(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // as above
        }
    }

    /** Small requests of one client on one connection: the request line begins what is read at once. */
    private void note(String text) {
        Matcher matcher = WRITE.matcher(text);
        while (matcher.find()) {
            writes.add(matcher.group(1));
        }
    }

    @Override
    public void close() throws IOException {
        down();
    }
}
