package dev.sluice.engine.netty;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.engine.Engine;
import dev.sluice.forward.Lane;
import dev.sluice.forward.StreamAttempt;
import dev.sluice.forward.UpstreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop with the connections of its clients and its pools of connections to backends. */
final class NettyLane implements Lane<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLane.class);

    private final int index;
    private final EventLoop loop;
    private final EngineState engine;
    private final Turns turns;
    private final LaneClock clock = new LaneClock();
    private final BackendConnector connector;
    private final Resets resets;
    private final List<Kept> clients = new ArrayList<>();
    private final List<Pool> pools = new ArrayList<>();
    private byte[] scratch = new byte[4096];

    NettyLane(int index, EventLoop loop, EngineState engine, Transport transport) {
        this.index = index;
        this.loop = loop;
        this.turns = new Turns(loop);
        this.engine = engine;
        this.resets = new Resets(transport.reset(), transport.tellsResets());
        this.connector = new BackendConnector(this, loop, transport);
    }

    /** Begins the sweeps that keep all waits; a timer per request would cost more. */
    void start() {
        long nanos = engine.sweepNanos();
        loop.scheduleAtFixedRate(() -> turns.run(this::sweep), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    EngineState engine() {
        return engine;
    }

    Resets resets() {
        return resets;
    }

    LaneClock clock() {
        return clock;
    }

    /** Bytes that may be used until the next event, at least this many. */
    byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(bytes, 2 * scratch.length)];
        }
        return scratch;
    }

    Turns turns() {
        return turns;
    }

    void add(Kept client) {
        client.slot(clients.size());
        clients.add(client);
        if (engine.draining()) {
            // Accepted just before the listener was closed: its first request is on its way.
            loop.schedule(() -> drain(client), Engine.LATECOMER.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void remove(Kept client) {
        Kept last = clients.removeLast();
        if (last != client) {
            clients.set(client.slot(), last);
            last.slot(client.slot());
        }
    }

    /**
     * Closes the clients on which no request is under way, each at a random moment within the time; the others close behind
     * their response.
     *
     * @return completes when it has begun, behind what the lane had to do before; never fails
     */
    CompletableFuture<Void> drain(long spreadNanos) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                turns.run(() -> drainAll(spreadNanos));
            } finally {
                begun.complete(null);
            }
        });
        return begun;
    }

    private void drainAll(long spreadNanos) {
        for (Kept client : List.copyOf(clients)) {
            if (spreadNanos == 0) {
                client.drain();
            } else {
                long delay = ThreadLocalRandom.current().nextLong(spreadNanos);
                loop.schedule(() -> drain(client), delay, TimeUnit.NANOSECONDS);
            }
        }
    }

    private void drain(Kept client) {
        turns.run(client::drain);
    }

    /** Cuts all clients. */
    void cut() {
        loop.execute(() -> turns.run(() -> List.copyOf(clients).forEach(Kept::cut)));
    }

    /** Closes all connections to backends, behind what the lane had to do before. */
    void closeBackends() {
        loop.execute(() -> turns.run(connector::close));
    }

    private void sweep() {
        clock.read();
        long now = clock.nanos();
        for (int i = clients.size() - 1; i >= 0; i--) {
            guarded(clients.get(i), now);
        }
        for (int i = pools.size() - 1; i >= 0; i--) {
            Pool pool = pools.get(i);
            pool.sweep(now);
            if (pool.obsolete()) {
                pool.endpoint().pool(index, null);
                pools.remove(i);
            }
        }
        resets.sweep();
    }

    private static void guarded(Kept client, long now) {
        try {
            client.sweep(now);
        } catch (RuntimeException e) {
            client.failed(e);
        }
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> run(task));
    }

    @Override
    public void schedule(Runnable task, long delayNanos) {
        loop.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void run(Runnable task) {
        try {
            turns.run(task);
        } catch (RuntimeException e) {
            LOG.error("A task of lane {} failed", index, e);
            turns.run();
        }
    }

    @Override
    public void open(EndpointRuntime endpoint, UpstreamEvents<ByteBuf> events, long connectTimeoutNanos, Reuse reuse) {
        pool(endpoint).open(events, connectTimeoutNanos, reuse);
    }

    @Override
    public void connect(EndpointRuntime endpoint, StreamAttempt<ByteBuf> attempt, long connectTimeoutNanos) {
        connector.connect(endpoint, attempt, connectTimeoutNanos);
    }

    private Pool pool(EndpointRuntime endpoint) {
        if (endpoint.pool(index) instanceof Pool pool) {
            return pool;
        }
        Pool pool = endpoint.id().multiplexed()
                ? new Http2Pool(this, endpoint, connector)
                : new EndpointPool(endpoint, connector, engine, clock);
        endpoint.pool(index, pool);
        pools.add(pool);
        return pool;
    }

    @Override
    public int size(ByteBuf bytes) {
        return bytes.readableBytes();
    }

    @Override
    public void release(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public ByteBuf wrap(byte[] content) {
        return Unpooled.wrappedBuffer(content);
    }
}
