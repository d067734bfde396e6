package dev.sluice.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask over TLS without a pause: some keep their connection for ever, some shake hands for every request. */
final class SecureLoad implements AutoCloseable {
    private static final int KEPT = 2;
    private static final int FRESH = 2;

    private final Tls tls;
    private final int port;
    private final String host;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    SecureLoad(Tls tls, int port, String host) {
        this.tls = tls;
        this.port = port;
        this.host = host;
        for (int i = 0; i < KEPT; i++) {
            thread(this::keep);
        }
        for (int i = 0; i < FRESH; i++) {
            thread(this::shakeHands);
        }
    }

    private void thread(Runnable task) {
        Thread thread = new Thread(task, "secure-load");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** One connection: that it is closed is a failure. */
    private void keep() {
        try (Wire wire = tls.connect(port, host)) {
            while (!stopped) {
                count(wire.get(host, "/"));
            }
        } catch (IOException e) {
            failures.add("kept: " + e);
        }
    }

    private void shakeHands() {
        while (!stopped) {
            try {
                count(tls.get(port, host, "/"));
            } catch (IOException e) {
                failures.add("fresh: " + e);
            }
        }
    }

    private void count(Wire.Answer answer) {
        answered.incrementAndGet();
        if (answer.status() != 200) {
            failures.add(answer.status() + " " + answer.body());
        }
    }

    /** Waits until so many further requests have been answered. */
    void awaitMore(long count) {
        long wanted = answered.get() + count;
        Eventually.within(Duration.ofSeconds(60), count + " more answers", () -> answered.get() >= wanted);
    }

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
