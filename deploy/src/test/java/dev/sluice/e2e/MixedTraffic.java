package dev.sluice.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients of every kind, each of which does its kind again and again; whatever is not as it must be is a failure. */
final class MixedTraffic implements AutoCloseable {
    private static final int MOST_FAILURES = 100;
    private static final int MOST_BODY = 200_000;
    private static final int ECHOES = 20;
    /** Some hundred requests a second of each kind. */
    private static final long PAUSE_NANOS = 2_000_000;

    /** One kind of use, from begin to end. */
    @FunctionalInterface
    private interface Use {
        void once() throws Exception;
    }

    private final Tls tls;
    private final int http;
    private final int https;
    private final Map<String, AtomicLong> done = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    MixedTraffic(Tls tls, int http, int https) {
        this.tls = tls;
        this.http = http;
        this.https = https;
        start("plain", this::plain);
        start("plain, new connection", () -> check("ok", Wire.get(http, "plain.test", "/")));
        start("secure", this::secure);
        start("secure, new connection", () -> check("ok", tls.get(https, "secure.test", "/")));
        start("large", this::large);
        start("events", this::events);
        start("tunnel", this::tunnel);
        HttpClient h2 = HttpClient.newBuilder().sslContext(tls.context()).build();
        Random random = new Random(1);
        start("HTTP/2", () -> http2(h2, new byte[0]));
        start("HTTP/2, upload", () -> http2(h2, bytes(random)));
    }

    private void start(String kind, Use use) {
        AtomicLong count = done.computeIfAbsent(kind, k -> new AtomicLong());
        Thread thread = new Thread(
                () -> {
                    while (!stopped) {
                        try {
                            use.once();
                            count.incrementAndGet();
                        } catch (Exception | AssertionError e) {
                            failed(kind + ": " + e);
                        }
                        LockSupport.parkNanos(PAUSE_NANOS); // a rate, not a wait
                    }
                },
                kind);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void failed(String what) {
        if (!stopped && failures.size() < MOST_FAILURES) {
            failures.add(what);
        }
    }

    private static void check(String expected, Wire.Answer answer) {
        if (answer.status() != 200 || !answer.body().equals(expected)) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
    }

    private void plain() throws IOException {
        try (Wire wire = new Wire(http)) {
            for (int i = 0; i < 50 && !stopped; i++) {
                check("ok", wire.get("plain.test", "/"));
            }
        }
    }

    private void secure() throws IOException {
        try (Wire wire = tls.connect(https, "secure.test")) {
            for (int i = 0; i < 50 && !stopped; i++) {
                check("ok", wire.get("secure.test", "/"));
            }
        }
    }

    private void large() throws IOException {
        Wire.Answer answer = Wire.get(http, "plain.test", "/large");
        if (answer.status() != 200 || answer.body().length() != MixedBackend.LARGE) {
            throw new AssertionError(answer.status() + " with " + answer.body().length());
        }
    }

    private void events() throws IOException {
        String body = Wire.get(http, "plain.test", "/events").body();
        if (!body.endsWith("data: " + (MixedBackend.EVENTS - 1) + "\n\n")) {
            throw new AssertionError("events end with " + body);
        }
    }

    private void tunnel() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http)) {
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            send(socket, "GET / HTTP/1.1\r\nHost: plain.test\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("closed within " + head);
                }
                head.append((char) c);
            }
            if (!head.toString().startsWith("HTTP/1.1 101 ")) {
                throw new AssertionError(head.toString());
            }
            for (int i = 0; i < ECHOES; i++) {
                String said = "said " + i;
                send(socket, said);
                String heard = new String(in.readNBytes(said.length()), StandardCharsets.US_ASCII);
                if (!heard.equals(said)) {
                    throw new AssertionError("heard '" + heard + "' for '" + said + "'");
                }
                LockSupport.parkNanos(10 * PAUSE_NANOS); // a tunnel is long
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void http2(HttpClient client, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + https + "/"));
        HttpRequest sent = body.length == 0
                ? request.build()
                : request.POST(BodyPublishers.ofByteArray(body)).build();
        var answer = client.send(sent, BodyHandlers.ofString());
        String expected = body.length == 0 ? "ok" : MixedBackend.checksum(body);
        if (answer.version() != HttpClient.Version.HTTP_2
                || answer.statusCode() != 200
                || !answer.body().equals(expected)) {
            throw new AssertionError(answer.version() + " " + answer.statusCode() + " " + answer.body());
        }
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(MOST_BODY)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** How often each kind was done, by kind. */
    Map<String, Long> done() {
        Map<String, Long> counts = new TreeMap<>();
        done.forEach((kind, count) -> counts.put(kind, count.get()));
        return counts;
    }

    /** The first hundred. */
    List<String> failures() {
        return failures;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(15_000);
        }
    }
}
