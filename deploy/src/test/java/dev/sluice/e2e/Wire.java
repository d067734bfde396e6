package dev.sluice.e2e;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One keep-alive HTTP/1.1 connection, plain enough that nothing is retried or followed behind the test's back. */
final class Wire implements AutoCloseable {
    private static final int READ_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    /** What came back; names of fields in lower case. */
    record Answer(int status, Map<String, String> fields, String body) {
        boolean closes() {
            return "close".equalsIgnoreCase(fields.getOrDefault("connection", ""));
        }

        /** Of an answer that a data plane itself has made: its body names it. */
        String requestId() {
            return body.lines()
                    .filter(line -> line.startsWith("request: "))
                    .map(line -> line.substring("request: ".length()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no request ID in " + body));
        }
    }

    Wire(int port) throws IOException {
        this("127.0.0.1", port);
    }

    /** @param address of a host of the test */
    Wire(String address, int port) throws IOException {
        this(new Socket(InetAddress.getByName(address), port));
    }

    /** @param connected to whoever answers; closed with this */
    Wire(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One request on a connection of its own. */
    static Answer get(int port, String host, String path) throws IOException {
        try (Wire wire = new Wire(port)) {
            return wire.get(host, path);
        }
    }

    static Answer get(String address, int port, String host, String path) throws IOException {
        try (Wire wire = new Wire(address, port)) {
            return wire.get(host, path);
        }
    }

    Answer get(String host, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return read();
    }

    /** @param fields of the head, but for Host */
    Answer send(String method, String host, String target, List<String> fields, String body) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        socket.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        return read();
    }

    private Answer read() throws IOException {
        String status = line();
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status.split(" ")[1]), fields, body(fields));
    }

    private String body(Map<String, String> fields) throws IOException {
        if (fields.containsKey("content-length")) {
            return text(in.readNBytes(Integer.parseInt(fields.get("content-length"))));
        }
        StringBuilder body = new StringBuilder();
        if ("chunked".equals(fields.get("transfer-encoding"))) {
            for (int size = chunk(); size > 0; size = chunk()) {
                body.append(text(in.readNBytes(size)));
                line();
            }
            line();
        }
        return body.toString();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed within a head: '" + line + "'");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
