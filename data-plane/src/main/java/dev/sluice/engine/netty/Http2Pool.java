package dev.sluice.engine.netty;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.engine.netty.http2.Http2Limits;
import dev.sluice.forward.Lane.Reuse;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.http.Reason;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 connections of one lane to one endpoint, each of which carries many requests: the first with room takes the next.
 * Another is opened when none has room; meanwhile attempts wait, but not many and not long.
 */
final class Http2Pool implements Pool {
    private record Waiting(UpstreamEvents<ByteBuf> events, long deadline) {}

    private final NettyLane lane;
    private final EndpointRuntime endpoint;
    private final BackendConnector connector;
    private final EngineState engine;
    private final List<Http2BackendChannel> connections = new ArrayList<>(1);
    /** Those that take no more requests, until they are closed. */
    private final List<Http2BackendChannel> leaving = new ArrayList<>(1);

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private int connecting;
    private int open;

    Http2Pool(NettyLane lane, EndpointRuntime endpoint, BackendConnector connector) {
        this.lane = lane;
        this.endpoint = endpoint;
        this.connector = connector;
        this.engine = lane.engine();
    }

    @Override
    public EndpointRuntime endpoint() {
        return endpoint;
    }

    @Override
    public void open(UpstreamEvents<ByteBuf> events, long timeoutNanos, Reuse reuse) {
        Http2BackendChannel roomy = roomy();
        if (roomy != null) {
            roomy.begin(events);
            return;
        }
        if (waiting.size() >= engine.settings().connections().waiting()) {
            events.onFailed(Reason.UPSTREAM_BUSY, open + " connections are full, " + waiting.size() + " requests wait");
            return;
        }
        waiting.add(new Waiting(events, lane.clock().nanos() + timeoutNanos));
        // What is being opened may have room for all who wait already.
        if (open < engine.mostConnections() && (long) connecting * limits().streams() < waiting.size()) {
            connect(timeoutNanos);
        }
    }

    private Http2Limits limits() {
        return engine.settings().backendHttp2();
    }

    private @Nullable Http2BackendChannel roomy() {
        for (int i = 0; i < connections.size(); i++) {
            if (connections.get(i).hasRoom()) {
                return connections.get(i);
            }
        }
        return null;
    }

    private void connect(long timeoutNanos) {
        open++;
        connecting++;
        engine.backendOpened();
        Http2BackendHandler handler = new Http2BackendHandler(lane, this);
        connector.connect(endpoint, handler, null, timeoutNanos, cause -> {
            if (cause == null) {
                connections.add(handler.opened());
            } else {
                connecting--;
                closed();
                failed(ConnectFailure.reason(cause), ConnectFailure.text(cause));
            }
        });
    }

    /** A connection has become one of HTTP/2: the backend has sent its SETTINGS. */
    void known() {
        connecting--;
    }

    /** Nobody is reached: whoever waits for nothing else learns it. */
    private void failed(Reason reason, String detail) {
        if (connecting > 0 || !connections.isEmpty()) {
            return;
        }
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        for (Waiting one : all) {
            one.events.onFailed(reason, detail);
        }
    }

    /** There may be room again. Outside of the pipeline's calls. */
    void serve() {
        while (!waiting.isEmpty()) {
            Http2BackendChannel roomy = roomy();
            if (roomy == null) {
                break;
            }
            roomy.begin(waiting.remove().events);
        }
        if (!waiting.isEmpty() && connecting == 0 && open < engine.mostConnections()) {
            connect(waiting.element().deadline - lane.clock().nanos());
        }
    }

    /** A connection takes no more requests; those that are under way end. */
    void left(Http2BackendChannel backend) {
        if (connections.remove(backend)) {
            leaving.add(backend);
        }
    }

    /**
     * A connection that was open has ended.
     *
     * @param known it was one of HTTP/2
     */
    void closed(Http2BackendChannel backend, boolean known) {
        connections.remove(backend);
        leaving.remove(backend);
        closed();
        if (known) {
            serve();
        } else {
            connecting--;
            failed(Reason.CONNECT_FAILED, "the connection ended before HTTP/2 was spoken on it");
        }
    }

    private void closed() {
        open--;
        engine.backendClosed();
    }

    @Override
    public void sweep(long now) {
        for (Http2BackendChannel backend : List.copyOf(connections)) {
            backend.sweep(now, endpoint.retired());
        }
        for (Http2BackendChannel backend : List.copyOf(leaving)) {
            backend.sweep(now, true);
        }
        for (Waiting first = waiting.peekFirst(); first != null; first = waiting.peekFirst()) {
            if (now - first.deadline < 0) {
                break;
            }
            waiting.removeFirst();
            if (connecting > 0) {
                first.events.onFailed(Reason.CONNECT_TIMEOUT, "no connection spoke HTTP/2 in time");
            } else {
                first.events.onFailed(Reason.UPSTREAM_BUSY, "no connection had room in time");
            }
        }
    }

    @Override
    public boolean obsolete() {
        return open == 0 && waiting.isEmpty() && endpoint.retired();
    }
}
