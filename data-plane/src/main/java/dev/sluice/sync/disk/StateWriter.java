package dev.sluice.sync.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes the newest state in a thread of its own: the first at once, then at most one a period; what comes in between is
 * replaced by what comes after it. Offering never waits.
 */
public final class StateWriter implements AutoCloseable {
    /** What became of a write; called in the writer's thread. */
    public interface Outcome {
        void written(StateImage image);

        void failed(IOException e);
    }

    private static final Duration LAST_WRITE_TIMEOUT = Duration.ofSeconds(5);

    private final StateFolder folder;
    private final Duration period;
    private final Outcome outcome;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sluice-state-writer").factory());

    private @Nullable StateImage waiting; // guarded by this
    private boolean resting; // guarded by this: a write has begun less than a period ago

    public StateWriter(StateFolder folder, Duration period, Outcome outcome) {
        this.folder = folder;
        this.period = period;
        this.outcome = outcome;
    }

    /** Writes this image, or a later one if one is offered first. */
    public synchronized void offer(StateImage image) {
        waiting = image;
        if (!resting && !thread.isShutdown()) {
            resting = true;
            thread.execute(this::writeAndRest);
        }
    }

    private void writeAndRest() {
        writeWaiting();
        thread.schedule(this::rested, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void rested() {
        resting = false;
        if (waiting != null) {
            offer(waiting);
        }
    }

    private void writeWaiting() {
        StateImage image = take();
        if (image == null) {
            return;
        }
        try {
            folder.write(image);
            outcome.written(image);
        } catch (IOException e) {
            outcome.failed(e);
        }
    }

    private synchronized @Nullable StateImage take() {
        StateImage image = waiting;
        waiting = null;
        return image;
    }

    /** Writes what waits and ends the thread; waits for that, at most 5 s. */
    @Override
    public void close() {
        synchronized (this) {
            if (!thread.isShutdown()) {
                thread.execute(this::writeWaiting);
                thread.shutdown(); // what was due after the period is dropped, what was to run at once still runs
            }
        }
        try {
            thread.awaitTermination(LAST_WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
