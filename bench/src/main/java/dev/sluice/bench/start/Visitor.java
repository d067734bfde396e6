package dev.sluice.bench.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** Asks by raw sockets, so that nothing but the data plane takes time. */
final class Visitor {
    private static final long POLL_NANOS = 1_000_000;
    private static final int READ_MILLIS = 5_000;

    private final int port;
    private final byte[] request;

    Visitor(int port, String host) {
        this.port = port;
        this.request = ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Asks again and again, a millisecond after each refusal, until the answer is a 200. */
    void untilAnswered(Process process, long deadlineNanos) throws IOException {
        while (!answered()) {
            if (!process.isAlive() || System.nanoTime() - deadlineNanos > 0) {
                throw new IOException("the data plane has ended, or has not answered in time");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean answered() {
        try (Socket socket = open()) {
            return ask(socket);
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** So many requests on one connection, all of which must be answered 200. */
    void ask(int times) throws IOException {
        try (Socket socket = open()) {
            for (int i = 0; i < times; i++) {
                if (!ask(socket)) {
                    throw new IOException("request " + i + " was not answered 200");
                }
            }
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        return socket;
    }

    private boolean ask(Socket socket) throws IOException {
        socket.getOutputStream().write(request);
        byte[] answer = new byte[8192];
        int read = socket.getInputStream().read(answer); // head and two bytes: one write of the data plane
        return read > 0 && new String(answer, 0, read, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200");
    }
}
