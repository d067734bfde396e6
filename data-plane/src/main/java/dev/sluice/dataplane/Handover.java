package dev.sluice.dataplane;

import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.engine.Predecessor;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a data plane succeeds another one on this machine: when it has something to serve, it takes the listening sockets,
 * then lets the other one leave, and in the end stands in its place.
 */
final class Handover implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    /** Twice a predecessor may have left meanwhile, or its place have been taken by another. */
    private static final int MOST_TRIES = 3;

    private final HandoverSettings settings;
    private final Engine engine;
    private @Nullable Predecessor predecessor;

    private Handover(HandoverSettings settings, Engine engine, @Nullable Predecessor predecessor) {
        this.settings = settings;
        this.engine = engine;
        this.predecessor = predecessor;
    }

    /** Looks for a predecessor, which waits from now on. */
    static Handover begin(HandoverSettings settings, Engine engine) {
        try {
            return new Handover(settings, engine, find(settings, engine));
        } catch (IOException e) {
            throw failed(settings, e);
        }
    }

    private static @Nullable Predecessor find(HandoverSettings settings, Engine engine) throws IOException {
        Optional<Path> socket = settings.socket();
        return socket.isEmpty() ? null : engine.predecessor(socket.get()).orElse(null);
    }

    /**
     * Takes what is wanted of what the predecessor listens to; nothing if there is none.
     *
     * @param practised begun only if there is one, and waited for beside {@code serving}; nothing fails for want of it
     * @param serving completes when there is something to serve
     */
    Map<Binding, InetSocketAddress> take(
            List<Listen> wanted, Supplier<CompletableFuture<Void>> practised, CompletionStage<Void> serving) {
        if (predecessor == null) {
            return Map.of();
        }
        CompletableFuture<Void> practice =
                practised.get().completeOnTimeout(null, settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        await(serving);
        practice.join();
        try {
            Map<Binding, InetSocketAddress> taken =
                    take(wanted.stream().map(Listen::binding).toList());
            LOG.info("Took {} of {} listening sockets over", taken.size(), wanted.size());
            return taken;
        } catch (IOException e) {
            throw failed(settings, e);
        }
    }

    /** Whoever took leave while it was waited for listens no more, but may still have its admin port. */
    private Map<Binding, InetSocketAddress> take(List<Binding> wanted) throws IOException {
        for (int tries = 1; predecessor != null; tries++) {
            try {
                return predecessor.take(wanted);
            } catch (EOFException gone) {
                if (tries == MOST_TRIES) {
                    throw gone;
                }
                LOG.info("The predecessor has ended the conversation: looking for it again");
                predecessor.close();
                predecessor = find(settings, engine);
            }
        }
        return Map.of();
    }

    private void await(CompletionStage<Void> serving) {
        try {
            serving.toCompletableFuture().get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "there is nothing to serve after " + settings.patience().toSeconds()
                            + " s (sluice.data-plane.handover.patience); the other data plane goes on",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("whether there is something to serve is not known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for something to serve", e);
        }
    }

    /** The predecessor may leave; when this returns its admin port is free. */
    void dismiss() {
        try {
            if (predecessor != null) {
                predecessor.dismiss();
            }
        } catch (IOException e) {
            throw failed(settings, e);
        }
    }

    /** From now on there may be a successor. */
    AutoCloseable offer(Runnable dismissed) {
        try {
            return settings.socket().isEmpty()
                    ? () -> {}
                    : engine.offer(settings.socket().get(), dismissed);
        } catch (IOException e) {
            throw failed(settings, e);
        }
    }

    private static UncheckedIOException failed(HandoverSettings settings, IOException e) {
        String where = settings.socket().map(Path::toString).orElse("");
        return new UncheckedIOException(
                "no handover at " + where + " (sluice.data-plane.handover.socket): " + e.getMessage(), e);
    }

    @Override
    public void close() {
        if (predecessor != null) {
            predecessor.close();
        }
    }
}
