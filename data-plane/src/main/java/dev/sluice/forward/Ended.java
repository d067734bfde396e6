package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.key.Version;
import dev.sluice.match.CompiledRoute;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an exchange when it has ended. One instance an exchange, reused: readers keep nothing of it.
 */
public final class Ended {
    private final ClientConnection connection;
    RequestHead head = new RequestHead();

    @Nullable
    CompiledRoute route;

    @Nullable
    EndpointRuntime endpoint;

    @Nullable
    Version version;

    Reason reason = Reason.FORWARDED;
    int status;
    int attempts;
    boolean tunnel;
    long startedNanos;
    long durationNanos;
    long upstreamNanos;
    long requestBytes;
    long responseBytes;
    String detail = "";

    Ended(ClientConnection connection) {
        this.connection = connection;
    }

    void clear() {
        route = null;
        endpoint = null;
        version = null;
        status = 0;
        attempts = 0;
        tunnel = false;
        upstreamNanos = -1;
        requestBytes = 0;
        responseBytes = 0;
        detail = "";
    }

    public ClientConnection connection() {
        return connection;
    }

    /** As it went to the backend, or as far as it came; its X-Request-ID is the id of the exchange. */
    public RequestHead head() {
        return head;
    }

    /** The rule that matched, or null. */
    public @Nullable CompiledRoute route() {
        return route;
    }

    /** The endpoint of the last attempt, or null. */
    public @Nullable EndpointRuntime endpoint() {
        return endpoint;
    }

    /** Of the state in which it was decided; null if it was answered before any was asked. */
    public @Nullable Version version() {
        return version;
    }

    public Reason reason() {
        return reason;
    }

    /** What the client was sent; 0 if it was sent nothing. */
    public int status() {
        return status;
    }

    /** How many endpoints were tried, 0 if the request was not forwarded. */
    public int attempts() {
        return attempts;
    }

    /** Whether it became a tunnel: bytes and duration are then the tunnel's. */
    public boolean tunnel() {
        return tunnel;
    }

    /** From the request head to the end. */
    public long durationNanos() {
        return durationNanos;
    }

    /** From the beginning of the last attempt to its response head; -1 if none came. */
    public long upstreamNanos() {
        return upstreamNanos;
    }

    /** Bytes of the request body that came. */
    public long requestBytes() {
        return requestBytes;
    }

    /** Bytes of the response body that were written, without framing. */
    public long responseBytes() {
        return responseBytes;
    }

    /** What the engine says about a failure, for people; may be empty. */
    public String detail() {
        return detail;
    }
}
