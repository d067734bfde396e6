package dev.sluice.e2e;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Very many connections to one port, from several addresses of loopback, none of which has a thread. */
final class Crowd implements AutoCloseable {
    /** Fewer than one client may have (clients.max-connections-per-address). */
    private static final int FROM_ONE_ADDRESS = 2_000;

    /** Connections that ask before the first of them is read from. */
    private static final int AT_ONCE = 100;

    private static final int RECEIVE_BYTES = 4096;
    private static final byte[] PREFACE = {
        0, 0, 0, 4, 0, 0, 0, 0, 0, // SETTINGS
    };

    private final InetSocketAddress proxy;
    private final List<SocketChannel> all = new ArrayList<>();
    private final List<SocketChannel> trickling = new ArrayList<>();
    private final ByteBuffer read = ByteBuffer.allocate(4096);

    Crowd(int port) {
        proxy = new InetSocketAddress("127.0.0.1", port);
    }

    /** Skips the test with one line where a process may not have so many files open; fails it where {@code SLUICE_REQUIRE=all}. */
    static void requireDescriptors(int needed) {
        long most = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
        if (most >= needed) {
            return;
        }
        String line = "needs " + needed + " open files a process, " + most + " are allowed";
        if ("all".equals(System.getenv("SLUICE_REQUIRE"))) {
            Assertions.fail(line);
        }
        System.out.println("SKIPPED: a test " + line);
        Assumptions.abort(line);
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        all.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
        channel.bind(new InetSocketAddress("127.0.1." + (1 + all.size() / FROM_ONE_ADDRESS), 0));
        channel.connect(proxy);
        return channel;
    }

    /** Connections on which one request has been answered. */
    void idle(int count, String request) throws IOException {
        for (int left = count; left > 0; left -= AT_ONCE) {
            List<SocketChannel> asked = new ArrayList<>();
            for (int i = 0; i < Math.min(left, AT_ONCE); i++) {
                SocketChannel channel = connect();
                send(channel, request);
                asked.add(channel);
            }
            for (SocketChannel channel : asked) {
                read(channel);
            }
        }
    }

    /** Connections on which both sides have said their SETTINGS. */
    void idleHttp2(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = connect();
            send(channel, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            channel.write(ByteBuffer.wrap(PREFACE));
            read(channel);
        }
    }

    /** Requests whose heads have so many bytes already, in fields of 1 KiB, and do not end. */
    void slowHeads(int count, String host, int bytes) throws IOException {
        StringBuilder head = new StringBuilder("GET / HTTP/1.1\r\nHost: " + host + "\r\n");
        for (int field = 0; head.length() + 1024 < bytes; field++) {
            head.append("X-").append(field).append(": ").repeat("x", 1015).append("\r\n");
        }
        String begun = head.append("X-Last: ").toString();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = connect();
            trickling.add(channel);
            send(channel, begun);
        }
    }

    /** Uploads that have begun. */
    void slowBodies(int count, String host) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = connect();
            trickling.add(channel);
            send(channel, "POST /slow HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 1000000\r\n\r\n");
        }
    }

    /** Downloads of which the beginning is read and nothing else. */
    void slowReaders(int count, String host, String path) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = connect();
            send(channel, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            read(channel);
        }
    }

    /** One more byte on each connection that sends slowly. */
    void trickle() throws IOException {
        for (SocketChannel channel : trickling) {
            send(channel, "x");
        }
    }

    private static void send(SocketChannel channel, String bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII));
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private void read(SocketChannel channel) throws IOException {
        if (channel.read(read.clear()) < 0) {
            throw new EOFException("closed by the proxy");
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : all) {
            channel.close();
        }
    }
}
