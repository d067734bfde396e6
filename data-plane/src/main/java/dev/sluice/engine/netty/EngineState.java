package dev.sluice.engine.netty;

import dev.sluice.engine.netty.tls.BackendContexts;
import dev.sluice.http.Reason;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** What all lanes of one engine share. */
final class EngineState {
    private static final long LONGEST_SWEEP_NANOS = 500_000_000L;
    private static final long SHORTEST_SWEEP_NANOS = 5_000_000L;

    private final NettySettings settings;
    private final BackendContexts backendContexts;
    private final long sweepNanos;
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicInteger backends = new AtomicInteger();
    private final AtomicLongArray cut = new AtomicLongArray(Reason.values().length);
    private final Admission admission;
    private volatile boolean windingDown;
    private volatile boolean draining;
    private volatile Runnable whenNoClients = () -> {};
    private volatile Runnable whenNobody = () -> {};

    EngineState(NettySettings settings, BackendContexts backendContexts) {
        this.settings = settings;
        this.backendContexts = backendContexts;
        this.admission = new Admission(settings.clientBounds());
        long shortest = Math.min(
                settings.clientWaits().shortest().toNanos(),
                settings.connections().idle().toNanos());
        this.sweepNanos = Math.clamp(shortest / 4, SHORTEST_SWEEP_NANOS, LONGEST_SWEEP_NANOS);
    }

    NettySettings settings() {
        return settings;
    }

    BackendContexts backendContexts() {
        return backendContexts;
    }

    long sweepNanos() {
        return sweepNanos;
    }

    /** Connections one lane may have to one endpoint. */
    int mostConnections() {
        return Math.ceilDiv(settings.connections().most(), settings.eventLoops());
    }

    boolean windingDown() {
        return windingDown;
    }

    void windDown() {
        windingDown = true;
    }

    boolean draining() {
        return draining;
    }

    void drain() {
        windingDown = true;
        draining = true;
    }

    int clients() {
        return clients.get();
    }

    /** @return how many there are now */
    int clientOpened() {
        return clients.incrementAndGet();
    }

    Admission admission() {
        return admission;
    }

    void clientClosed() {
        if (clients.decrementAndGet() == 0) {
            whenNoClients.run();
            tellNobody();
        }
    }

    /** Runs once there are no clients, perhaps at once, perhaps several times. */
    void whenNoClients(Runnable task) {
        whenNoClients = task;
        if (clients.get() == 0) {
            task.run();
        }
    }

    /** Runs once there are neither clients nor connections to backends, perhaps at once, perhaps several times. */
    void whenNobody(Runnable task) {
        whenNobody = task;
        tellNobody();
    }

    private void tellNobody() {
        if (clients.get() == 0 && backends.get() == 0) {
            whenNobody.run();
        }
    }

    /** A client's connection ends because the client broke a protocol or a limit. */
    void cut(Reason reason) {
        cut.incrementAndGet(reason.ordinal());
    }

    /** A request is refused before it is looked at; counted as {@link #cut} is, under a reason of its own. */
    void refused(Reason reason) {
        cut.incrementAndGet(reason.ordinal());
    }

    /** How often that was so. */
    long cuts(Reason reason) {
        return cut.get(reason.ordinal());
    }

    int backends() {
        return backends.get();
    }

    void backendOpened() {
        backends.incrementAndGet();
    }

    void backendClosed() {
        if (backends.decrementAndGet() == 0) {
            tellNobody();
        }
    }
}
