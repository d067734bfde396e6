package dev.sluice.dataplane;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A value that takes long to make and is seldom needed: made beside a start instead of within it, or when it is asked for. */
final class Prepared<T> implements Supplier<T> {
    private final FutureTask<T> task;

    Prepared(Callable<T> make) {
        this.task = new FutureTask<>(make);
    }

    /** Begins to make it, in a thread of its own. */
    void begin() {
        Thread.ofPlatform().daemon().name("sluice-preparation").start(task);
    }

    /** Makes it, or waits for who does, unless it is there. */
    @Override
    public T get() {
        task.run(); // does nothing but once
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("not made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it is made", e);
        }
    }
}
