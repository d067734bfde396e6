package dev.sluice.bench.scale;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One kept connection over a plain socket, so that hardly anything but the planes takes time: the second compiler, busy with
 * {@link java.net.http.HttpClient}, takes a fifth of a core that they need while they are asked in turn.
 */
final class PlainClient implements AutoCloseable {
    private static final int READ_MILLIS = 10_000;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final String LENGTH = "\r\ncontent-length:";

    private final Socket socket;
    private final InputStream in;
    private byte[] answer = new byte[16 * 1024];

    private PlainClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    static PlainClient connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        return new PlainClient(socket);
    }

    /**
     * Asks and reads all of the answer.
     *
     * @throws IOException if it is not a 200, or says no length
     */
    void get(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int filled = 0;
        int head = -1;
        while (head < 0) {
            int before = filled;
            filled = more(filled);
            head = endOfHead(Math.max(0, before - END_OF_HEAD.length), filled);
        }
        String said = new String(answer, 0, head, StandardCharsets.ISO_8859_1);
        int end = head + length(said);
        while (filled < end) {
            filled = more(filled);
        }
        if (!said.startsWith("HTTP/1.1 200 ")) {
            throw new IOException(
                    path + ": " + said + new String(answer, head, filled - head, StandardCharsets.ISO_8859_1));
        }
    }

    private int more(int filled) throws IOException {
        if (filled == answer.length) {
            answer = Arrays.copyOf(answer, 2 * filled);
        }
        int read = in.read(answer, filled, answer.length - filled);
        if (read <= 0) {
            throw new EOFException("the control plane closed the connection");
        }
        return filled + read;
    }

    /** Behind the empty line; -1 if it is not there yet. */
    private int endOfHead(int from, int filled) {
        for (int i = from; i + END_OF_HEAD.length <= filled; i++) {
            if (Arrays.equals(answer, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return i + END_OF_HEAD.length;
            }
        }
        return -1;
    }

    private static int length(String head) throws IOException {
        int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without Content-Length: " + head);
        }
        int from = at + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
