package dev.sluice.engine.netty;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.forward.Lane.Reuse;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.http.Reason;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1 connections of one lane to one endpoint. The one used last is used first, so that what is not needed grows idle and
 * is closed. Attempts beyond the most connections wait, but not many and not long.
 */
final class EndpointPool implements Pool {
    private record Waiting(UpstreamEvents<ByteBuf> events, long timeoutNanos, Reuse reuse, long deadline) {}

    private final EndpointRuntime endpoint;
    private final BackendConnector connector;
    private final EngineState engine;
    private final LaneClock clock;
    private final ArrayDeque<BackendChannel> idle = new ArrayDeque<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int open;

    EndpointPool(EndpointRuntime endpoint, BackendConnector connector, EngineState engine, LaneClock clock) {
        this.endpoint = endpoint;
        this.connector = connector;
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public EndpointRuntime endpoint() {
        return endpoint;
    }

    @Override
    public void open(UpstreamEvents<ByteBuf> events, long timeoutNanos, Reuse reuse) {
        BackendChannel reused = reuse == Reuse.ALLOWED && endpoint.proxyProtocol() == null ? takeIdle() : null;
        if (reused != null) {
            reused.begin(events, true);
        } else if (open < engine.mostConnections()) {
            connect(events, timeoutNanos);
        } else if (!idle.isEmpty()) {
            // Only a new connection will do: an idle one makes room for it.
            idle.removeLast().closeIdle();
            connect(events, timeoutNanos);
        } else if (waiting.size() < engine.settings().connections().waiting()) {
            waiting.add(new Waiting(events, timeoutNanos, reuse, clock.nanos() + timeoutNanos));
        } else {
            events.onFailed(
                    Reason.UPSTREAM_BUSY, "all " + open + " connections in use, " + waiting.size() + " waiting");
        }
    }

    private @Nullable BackendChannel takeIdle() {
        for (BackendChannel backend = idle.pollLast(); backend != null; backend = idle.pollLast()) {
            if (backend.usable()) {
                return backend;
            }
        }
        return null;
    }

    private void connect(UpstreamEvents<ByteBuf> events, long timeoutNanos) {
        open++;
        engine.backendOpened();
        connector.connect(this, events, timeoutNanos);
    }

    /** A connection has nothing more to do for its attempt and could serve another. */
    void release(BackendChannel backend) {
        if (endpoint.retired() || endpoint.proxyProtocol() != null) { // the latter has told one client's name
            backend.closeIdle();
            return;
        }
        Waiting next = waiting.poll();
        if (next == null) {
            backend.idleUntil(
                    clock.nanos() + engine.settings().connections().idle().toNanos());
            idle.addLast(backend);
        } else if (next.reuse == Reuse.ALLOWED) {
            backend.begin(next.events, true);
        } else {
            backend.closeIdle();
            connect(next.events, next.timeoutNanos);
        }
    }

    /** A connection has ended; it may have been idle. */
    void closed(BackendChannel backend) {
        idle.remove(backend);
        connectFailed();
    }

    /** A connection is no more, or never was: another may be opened. */
    void connectFailed() {
        open--;
        engine.backendClosed();
        if (open < engine.mostConnections()) {
            Waiting next = waiting.poll();
            if (next != null) {
                connect(next.events, next.timeoutNanos);
            }
        }
    }

    @Override
    public void sweep(long now) {
        for (BackendChannel first = idle.peekFirst(); first != null; first = idle.peekFirst()) {
            if (!endpoint.retired() && !first.expired(now)) {
                break;
            }
            idle.removeFirst().closeIdle();
        }
        for (Waiting first = waiting.peekFirst(); first != null; first = waiting.peekFirst()) {
            if (now - first.deadline < 0) {
                break;
            }
            waiting.removeFirst();
            first.events.onFailed(Reason.UPSTREAM_BUSY, "no connection became free in time");
        }
    }

    @Override
    public boolean obsolete() {
        return open == 0 && waiting.isEmpty() && endpoint.retired();
    }
}
