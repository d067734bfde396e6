package dev.sluice.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client of a proxy. */
final class Client extends Wire implements AutoCloseable {
    Client(InetSocketAddress proxy) throws IOException {
        super(new Socket(proxy.getAddress(), proxy.getPort()));
    }

    private Client(Socket socket) throws IOException {
        super(socket);
    }

    /** One that takes a few KiB at a time: what is sent to it stays with the proxy until it reads. */
    static Client small(InetSocketAddress proxy) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(proxy);
        return new Client(socket);
    }

    /** A GET of {@code a.example}, and its answer. */
    Message get(String target, String... fields) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: a.example\r\n" + lines(fields) + "\r\n");
        return read();
    }

    private static String lines(String... fields) {
        StringBuilder lines = new StringBuilder();
        for (String field : fields) {
            lines.append(field).append("\r\n");
        }
        return lines.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
