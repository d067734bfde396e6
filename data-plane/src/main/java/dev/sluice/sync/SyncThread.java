package dev.sluice.sync;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread in which a data plane keeps itself at the newest state. A task that fails is logged and hurts no other. */
final class SyncThread extends ScheduledThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(SyncThread.class);

    SyncThread() {
        super(1, Thread.ofPlatform().daemon().name("sluice-sync").factory());
        setRemoveOnCancelPolicy(true);
        setRejectedExecutionHandler(
                (task, ended) -> {}); // after the end: what gRPC still has to say of a closed stream
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        Throwable failure = thrown != null ? thrown : failure(task);
        if (failure != null) {
            LOG.error("A task of the sync thread failed; what was served is served on", failure);
        }
    }

    /** A scheduled task keeps its failure to itself. */
    private static @Nullable Throwable failure(Runnable task) {
        if (!(task instanceof Future<?> future) || !future.isDone()) {
            return null;
        }
        try {
            future.get(); // is done: returns at once
            return null;
        } catch (CancellationException e) {
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
