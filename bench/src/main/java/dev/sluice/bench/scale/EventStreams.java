package dev.sluice.bench.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Open streams of {@code /api/v1/events}, read by one thread as fast as they come; of the first it is known what it said. */
final class EventStreams implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Selector selector;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread reader;
    private final StringBuilder said = new StringBuilder(); // guarded by this, as what follows
    private long bytes;
    private String failed = "";
    private volatile boolean closed;

    private EventStreams(Selector selector) {
        this.selector = selector;
        this.reader = new Thread(this::read, "events");
        reader.setDaemon(true);
    }

    static EventStreams open(int port, int count) throws IOException {
        EventStreams streams = new EventStreams(Selector.open());
        byte[] request = ("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            channel.register(streams.selector, SelectionKey.OP_READ, i == 0);
            streams.channels.add(channel);
        }
        streams.reader.start();
        return streams;
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (!closed) {
                selector.select(key -> take(key, buffer), TimeUnit.SECONDS.toMillis(1));
            }
        } catch (IOException | UncheckedIOException e) {
            fail(e.toString());
        }
    }

    private void take(SelectionKey key, ByteBuffer buffer) {
        try {
            int length = ((SocketChannel) key.channel()).read(buffer.clear());
            if (length < 0) {
                key.cancel();
                fail("a stream of events has ended");
            } else {
                took(length, Boolean.TRUE.equals(key.attachment()) ? text(buffer.flip()) : "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }

    private synchronized void took(int length, String text) {
        bytes += length;
        said.append(text);
        notifyAll();
    }

    private synchronized void fail(String why) {
        failed = closed ? failed : why;
        notifyAll();
    }

    /** To be called before a change is made. */
    synchronized void expect() {
        said.setLength(0);
    }

    /** Waits until the first stream has said that; returns when ({@link System#nanoTime}). */
    synchronized long await(String text, long limitMillis) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        while (said.indexOf(text) < 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || !failed.isEmpty()) {
                throw new TimeoutException("no event with " + text + "; " + failed);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return System.nanoTime();
    }

    /** Read over all streams. */
    synchronized long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        selector.wakeup();
        reader.join(TimeUnit.SECONDS.toMillis(5));
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
