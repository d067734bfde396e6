package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/** A lane whose time stands still until it is moved, and that opens nothing by itself. */
final class FakeLane implements Lane<Piece> {
    /** An attempt that waits for the test to open it or to let it fail. */
    record Open(EndpointRuntime endpoint, UpstreamEvents<Piece> events, long connectTimeoutNanos, Reuse reuse) {}

    private record Timer(long at, long order, Runnable task) {}

    final AtomicInteger livePieces = new AtomicInteger();
    final List<Open> opens = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private long now = Long.MAX_VALUE - 5_000_000_000L; // nanoTime may overflow: soon here
    private long order;

    /** Moves time on, running what is due. */
    void pass(long nanos) {
        long until = now + nanos;
        Timer next = timers.peek();
        while (next != null && next.at - until <= 0) {
            timers.remove();
            now = next.at;
            next.task.run();
            run();
            next = timers.peek();
        }
        now = until;
    }

    /** Runs what was handed to the lane. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    int timers() {
        return timers.size();
    }

    Open lastOpen() {
        return opens.get(opens.size() - 1);
    }

    @Override
    public int index() {
        return 0;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void schedule(Runnable task, long delayNanos) {
        timers.add(new Timer(now + delayNanos, order++, task));
    }

    @Override
    public void open(EndpointRuntime endpoint, UpstreamEvents<Piece> events, long connectTimeoutNanos, Reuse reuse) {
        opens.add(new Open(endpoint, events, connectTimeoutNanos, reuse));
    }

    @Override
    public void connect(EndpointRuntime endpoint, StreamAttempt<Piece> attempt, long connectTimeoutNanos) {
        throw new UnsupportedOperationException("passages are tried on real sockets");
    }

    @Override
    public int size(Piece bytes) {
        return bytes.size();
    }

    @Override
    public void release(Piece bytes) {
        bytes.release();
    }

    @Override
    public Piece wrap(byte[] content) {
        return Piece.of(content, livePieces);
    }
}
