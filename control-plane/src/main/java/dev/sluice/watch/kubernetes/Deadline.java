package dev.sluice.watch.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A moment after which nothing is waited for any more. */
final class Deadline {
    private final String what;
    private final long nanos;

    private Deadline(String what, long nanos) {
        this.what = what;
        this.nanos = nanos;
    }

    static Deadline in(Duration time, String what) {
        return new Deadline(what + " within " + time.toMillis() + " ms", System.nanoTime() + time.toNanos());
    }

    /**
     * The result. Where the client has been told the same limit, to end the exchange by itself, either may be first to
     * notice; both are told as this deadline.
     *
     * @throws IOException that names what was waited for and the limit, or says what went wrong before it
     */
    <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new IOException("no " + what, e);
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (timedOut(cause)) {
                throw new IOException("no " + what, e);
            }
            throw cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
        }
    }

    /** The next of the queue; empty if there is none within {@code most}, which ends before this deadline. */
    <T> Optional<T> await(BlockingQueue<T> queue, Duration most) throws IOException, InterruptedException {
        long left = nanos - System.nanoTime();
        if (most.toNanos() >= left) {
            return Optional.of(await(queue));
        }
        return Optional.ofNullable(queue.poll(most.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static boolean timedOut(@Nullable Throwable thrown) {
        return thrown instanceof TimeoutException || (thrown != null && timedOut(thrown.getCause()));
    }

    <T> T await(BlockingQueue<T> queue) throws IOException, InterruptedException {
        T taken = queue.poll(Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (taken == null) {
            throw new IOException("no " + what);
        }
        return taken;
    }
}
