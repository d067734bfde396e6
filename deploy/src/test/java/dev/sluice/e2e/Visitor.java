package dev.sluice.e2e;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Asks one data plane again and again, and remembers each time that the answer changes. */
final class Visitor implements AutoCloseable {
    /** About 100 requests a second. */
    private static final long PAUSE_NANOS = 10_000_000;

    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final Thread thread;
    private final String host;
    private final int port;
    private volatile boolean stopped;

    /** @param nanos when it was first answered, by {@link System#nanoTime} */
    private record Change(String answer, long nanos) {}

    Visitor(SluiceProcess dataPlane, String host) throws InterruptedException {
        this.host = host;
        this.port = dataPlane.httpPort();
        this.thread = new Thread(this::visit, "visitor");
        thread.setDaemon(true);
        thread.start();
    }

    private void visit() {
        while (!stopped) {
            try (Wire wire = new Wire(port)) {
                ask(wire);
            } catch (IOException e) {
                saw(e.toString());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void ask(Wire wire) throws IOException {
        while (!stopped) {
            Wire.Answer answer = wire.get(host, "/");
            saw(answer.status() == 200 ? answer.body() : Integer.toString(answer.status()));
            if (answer.closes()) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS); // a rate, not a wait
        }
    }

    private void saw(String answer) {
        answered.incrementAndGet();
        if (changes.isEmpty() || !changes.getLast().answer().equals(answer)) {
            changes.add(new Change(answer, System.nanoTime()));
        }
    }

    /** Every answer, but for those that were the same as the one before. */
    List<String> answers() {
        return changes.stream().map(Change::answer).toList();
    }

    /** The last one; empty before the first. */
    String answer() {
        return changes.isEmpty() ? "" : changes.getLast().answer();
    }

    /** When the last answer was first given. */
    long since() {
        return changes.getLast().nanos();
    }

    /** How many requests were answered. */
    long answered() {
        return answered.get();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(15_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
