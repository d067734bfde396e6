package dev.sluice.bench.propagation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks one proxy again and again on one connection. */
final class Probe implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Probe(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Asks until the status is 200; returns the time of the answer, as {@link System#nanoTime}. */
    long untilServed(String host, long limitNanos) throws IOException {
        byte[] request = ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        long deadline = System.nanoTime() + limitNanos;
        while (System.nanoTime() < deadline) {
            socket.getOutputStream().write(request);
            if (status() == 200) {
                return System.nanoTime();
            }
        }
        throw new IOException(host + " was not served within " + limitNanos / 1_000_000 + " ms");
    }

    private int status() throws IOException {
        String line = line();
        int length = 0;
        for (String field = line(); !field.isEmpty(); field = line()) {
            if (field.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(field.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return Integer.parseInt(line.substring(9, 12));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the proxy closed the connection");
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
