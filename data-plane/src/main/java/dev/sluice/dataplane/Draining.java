package dev.sluice.dataplane;

import dev.sluice.engine.Engine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a data plane takes leave: it says that it is not ready, goes on accepting until load balancers have seen it, then
 * accepts no more, closes idle connections one by one, waits for what is under way, and cuts what is left then.
 */
final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);

    private final Engine engine;
    private final DataPlaneSettings.Drain times;
    private final Runnable told;
    private final Runnable leaving;
    private final AtomicReference<@Nullable CompletableFuture<Void>> begun = new AtomicReference<>();

    /**
     * @param times how long each part may take
     * @param told runs when draining begins
     * @param leaving runs when no more connections are accepted
     */
    Draining(Engine engine, DataPlaneSettings.Drain times, Runnable told, Runnable leaving) {
        this.engine = engine;
        this.times = times;
        this.told = told;
        this.leaving = leaving;
    }

    boolean hasBegun() {
        return begun.get() != null;
    }

    /**
     * Begins, unless it has begun.
     *
     * @return completes when nothing is under way any more, or the time for it is over
     */
    CompletableFuture<Void> begin(Duration grace) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> known = begun.compareAndExchange(null, mine);
        if (known != null) {
            return known;
        }
        LOG.info("Draining: not ready from now on, accepting for {} ms more", grace.toMillis());
        told.run();
        engine.windDown();
        CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> finish(mine));
        return mine;
    }

    private void finish(CompletableFuture<Void> drained) {
        leaving.run();
        engine.drain(times.spread())
                .toCompletableFuture()
                .orTimeout(times.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        LOG.info("Drained: no client connection is left");
                    } else {
                        LOG.warn(
                                "{} client connections are left after {} ms, and cut",
                                engine.clientConnections(),
                                times.timeout().toMillis());
                        engine.cut();
                    }
                    drained.complete(null);
                });
    }
}
