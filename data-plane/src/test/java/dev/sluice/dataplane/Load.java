package dev.sluice.dataplane;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Clients that ask again and again, each on a connection that it keeps as long as it may, and that find out where to connect
 * anew from a load balancer. Nothing is tried twice: what is not answered 200 is lost.
 */
final class Load implements AutoCloseable {
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: web.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<InetSocketAddress> balancer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final AtomicLong answered = new AtomicLong();
    final AtomicLong connections = new AtomicLong();
    final List<String> lost = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    Load(int clients, Supplier<InetSocketAddress> balancer) {
        this.balancer = balancer;
        for (int i = 0; i < clients; i++) {
            threads.execute(this::client);
        }
    }

    private void client() {
        while (!over) {
            InetSocketAddress address = balancer.get();
            String what = "connecting";
            int requests = 0;
            try (Socket socket = new Socket()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(20_000);
                socket.connect(address);
                connections.incrementAndGet();
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean kept = true;
                while (kept && !over) {
                    what = "request " + ++requests;
                    socket.getOutputStream().write(REQUEST);
                    String head = head(in);
                    kept = body(in, head);
                }
            } catch (IOException e) {
                lost.add(what + " at " + address + ": " + e);
            }
        }
    }

    /** @return whether the connection stays */
    private boolean body(InputStream in, String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length: ") + "content-length: ".length();
        in.skipNBytes(Integer.parseInt(lower.substring(at, lower.indexOf("\r\n", at))));
        if (head.startsWith("HTTP/1.1 200 ")) {
            answered.incrementAndGet();
        } else {
            lost.add(head);
        }
        return !lower.contains("connection: close");
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int last = 0; last != 0x0D0A0D0A; ) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed after " + head.size() + " bytes of a head");
            }
            head.write(c);
            last = last << 8 | c;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** No further requests; those under way are waited for. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        threads.shutdown();
        if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new AssertionError("clients still wait for answers");
        }
    }
}
