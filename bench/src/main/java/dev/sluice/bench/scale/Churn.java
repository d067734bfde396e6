package dev.sluice.bench.scale;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Replaces one endpoint after the other, each of another Service, at a steady pace. */
final class Churn implements AutoCloseable {
    private final ObjectStore store;
    private final ClusterObjects cluster;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long changes;
    private volatile long lastNanos;

    private Churn(ObjectStore store, ClusterObjects cluster, int perSecond, int begin) {
        this.store = store;
        this.cluster = cluster;
        this.thread = Thread.ofPlatform().name("churn").daemon().unstarted(() -> change(perSecond, begin));
    }

    /** @param begin how often each Service's endpoints count as replaced already; below 50, and another one each time */
    static Churn start(ObjectStore store, ClusterObjects cluster, int perSecond, int begin) {
        Churn churn = new Churn(store, cluster, perSecond, begin);
        churn.thread.start();
        return churn;
    }

    private void change(int perSecond, int begin) {
        long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long due = System.nanoTime();
        int stride = 617; // neighbours in time are not neighbours in the table
        for (int i = 0; !stopped; i++) {
            int service = (int) ((long) i * stride % cluster.services());
            lastNanos = store.put(Kind.ENDPOINT_SLICE, cluster.slice(service, begin + i / cluster.services() + i % 3));
            changes++;
            due += pause;
            while (!stopped && System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    long changes() {
        return changes;
    }

    /** Stops; returns when the last change was made ({@link System#nanoTime}). */
    long stop() throws InterruptedException {
        stopped = true;
        LockSupport.unpark(thread);
        thread.join(TimeUnit.SECONDS.toMillis(10));
        return lastNanos;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
