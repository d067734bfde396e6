package dev.sluice.dataplane;

import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.engine.Predecessor;
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

    private final HandoverSettings settings;
    private final Engine engine;
    private final @Nullable Predecessor predecessor;

    private Handover(HandoverSettings settings, Engine engine, @Nullable Predecessor predecessor) {
        this.settings = settings;
        this.engine = engine;
        this.predecessor = predecessor;
    }

    /** Looks for a predecessor, which waits from now on. */
    static Handover begin(HandoverSettings settings, Engine engine) {
        try {
            Optional<Predecessor> found = settings.socket().isEmpty()
                    ? Optional.empty()
                    : engine.predecessor(settings.socket().get());
            return new Handover(settings, engine, found.orElse(null));
        } catch (IOException e) {
            throw failed(settings, e);
        }
    }

    /**
     * Takes what is wanted of what the predecessor listens to; nothing if there is none.
     *
     * @param practised begun only if there is one, and waited for beside {@code serving}; nothing fails for want of it
     * @param serving completes when there is something to serve
     */
    Map<Binding, InetSocketAddress> take(
            List<Listen> wanted, Supplier<CompletableFuture<Void>> practised, CompletionStage<Void> serving) {
        Predecessor from = predecessor;
        if (from == null) {
            return Map.of();
        }
        CompletableFuture<Void> practice =
                practised.get().completeOnTimeout(null, settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        await(serving);
        practice.join();
        try {
            Map<Binding, InetSocketAddress> taken =
                    from.take(wanted.stream().map(Listen::binding).toList());
            LOG.info("Took {} of {} listening sockets over", taken.size(), wanted.size());
            return taken;
        } catch (IOException e) {
            throw failed(settings, e);
        }
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
