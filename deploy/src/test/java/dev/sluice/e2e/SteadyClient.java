package dev.sluice.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Asks again and again, each ten times on another connection, and remembers what failed and how long the slowest took. */
final class SteadyClient implements AutoCloseable {
    private static final int ON_ONE_CONNECTION = 10;

    private final int port;
    private final String host;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    SteadyClient(int port, String host) {
        this.port = port;
        this.host = host;
        this.thread = Thread.ofPlatform().daemon().name("steady-client").start(this::ask);
    }

    private void ask() {
        while (!stopped) {
            try (Wire wire = new Wire(port)) {
                boolean open = true;
                for (int i = 0; i < ON_ONE_CONNECTION && open && !stopped; i++) {
                    open = !once(wire).closes();
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    private Wire.Answer once(Wire wire) throws IOException {
        long begun = System.nanoTime();
        Wire.Answer answer = wire.get(host, "/");
        if (answer.status() != 200) {
            failures.add(answer.toString());
        }
        slowestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
        answered.incrementAndGet();
        return answer;
    }

    void awaitMore(long count) {
        long wanted = answered.get() + count;
        Eventually.within(Duration.ofSeconds(30), count + " more answers", () -> answered.get() >= wanted);
    }

    List<String> failures() {
        return failures;
    }

    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join(15_000);
    }
}
