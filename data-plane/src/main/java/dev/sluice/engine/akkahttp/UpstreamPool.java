package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import dev.sluice.balance.EndpointRuntime;
import dev.sluice.forward.Lane.Reuse;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.http.Reason;
import java.util.ArrayDeque;

/** The connections of one lane to one endpoint: the last one used is used first, so that the others may grow idle. */
final class UpstreamPool {
    private final AkkaLane lane;
    private final EndpointRuntime endpoint;
    private final AkkaHttpSettings settings;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private int open;

    UpstreamPool(AkkaLane lane, EndpointRuntime endpoint, AkkaHttpSettings settings) {
        this.lane = lane;
        this.endpoint = endpoint;
        this.settings = settings;
    }

    void open(UpstreamEvents<ByteString> events, long connectTimeoutNanos, Reuse reuse) {
        UpstreamConnection connection = reuse == Reuse.ALLOWED ? idle.pollFirst() : null;
        if (connection != null) {
            connection.reopened(events);
        } else if (open >= settings.maxConnectionsPerEndpoint()) {
            events.onFailed(Reason.UPSTREAM_BUSY, "all " + open + " connections to " + endpoint + " are in use");
        } else {
            open++;
            lane.upstreams().increment();
            new UpstreamConnection(lane, this, settings).connect(endpoint.socketAddress(), events, connectTimeoutNanos);
        }
    }

    /** Takes a connection back; false if it is not wanted any more. */
    boolean giveBack(UpstreamConnection connection) {
        if (endpoint.retired()) {
            return false;
        }
        idle.addFirst(connection);
        return true;
    }

    /** A connection is not to be used again. */
    void forget(UpstreamConnection connection) {
        idle.remove(connection);
    }

    /** A connection is no more. */
    void closed(UpstreamConnection connection) {
        forget(connection);
        open--;
        lane.upstreams().decrement();
    }

    boolean retired() {
        return endpoint.retired();
    }
}
