package dev.sluice.bench.scale;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One kept connection over a plain socket, so that hardly anything but the planes takes time: the second compiler, busy with
 * {@link java.net.http.HttpClient}, takes a fifth of a core that they need while they are asked in turn.
 */
final class PlainClient implements AutoCloseable {
    private static final int READ_MILLIS = 10_000;

    private final Socket socket;

    PlainClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
    }

    /**
     * Asks and reads all of the answer.
     *
     * @return its body, each octet of it a character
     * @throws IOException if it is not a 200 with a body
     */
    String get(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Answer answer = Answer.read(socket.getInputStream());
        if (!answer.ok() || answer.body().isEmpty()) {
            throw new IOException(path + ": " + answer.text());
        }
        return answer.body();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
