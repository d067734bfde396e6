package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** The request body on its way from the client to the attempt that is under way, piece by piece as the backend takes it. */
final class Upload<B> {
    private final ClientSide<B> client;
    private final Lane<B> lane;
    private boolean expected;
    private boolean ended;
    private boolean stopped;
    private boolean blocked;
    private long blockedSince;
    private long bytes;
    private long endedAt;
    private long activeAt;
    private boolean sent;
    private boolean demanded;
    private boolean demanding;
    private @Nullable UpstreamSide<B> sink;
    private @Nullable B held;
    private @Nullable Fields trailers;

    Upload(ClientSide<B> client, Lane<B> lane) {
        this.client = client;
        this.lane = lane;
    }

    void begin(RequestHead head) {
        expected = head.framing() != Framing.NONE;
        ended = !expected;
        stopped = false;
        blocked = false;
        bytes = 0;
        sent = false;
        demanded = false;
        trailers = null;
    }

    /** The backend that is to get the body; its head has been written. */
    void connect(UpstreamSide<B> upstream) {
        endedAt = lane.nanoTime();
        if (!expected) {
            return;
        }
        sink = upstream;
        B waiting = held;
        held = null;
        if (waiting != null) {
            pass(upstream, waiting);
        }
        if (ended) {
            sent = true;
            upstream.end(trailers);
        } else {
            proceed();
        }
    }

    /** The request, which had no body, becomes one direction of a tunnel. */
    void tunnel(UpstreamSide<B> upstream) {
        expected = true;
        ended = false;
        demanded = false;
        sink = upstream;
        activeAt = lane.nanoTime();
        proceed();
    }

    /** The attempt is given up; another may follow. */
    void disconnect() {
        sink = null;
        blocked = false;
    }

    /** Counts a piece that has come, before anything is decided about it. */
    long came(int size) {
        demanded = false;
        bytes += size;
        return bytes;
    }

    /** As {@link #came}, of a tunnel's bytes, whose silence is timed. */
    void flowed(int size) {
        came(size);
        activeAt = lane.nanoTime();
    }

    /** Takes a piece and the ownership of it. */
    void take(B piece) {
        if (stopped || !expected) {
            lane.release(piece);
        } else if (sink == null) {
            hold(piece);
        } else {
            pass(sink, piece);
            proceed();
        }
    }

    /** Between two attempts the one piece that had been demanded waits for the next. */
    private void hold(B piece) {
        if (held != null) {
            lane.release(piece);
            throw new IllegalStateException("a body piece that was not demanded");
        }
        held = piece;
    }

    private void pass(UpstreamSide<B> upstream, B piece) {
        sent = true;
        upstream.body(piece);
    }

    void end(@Nullable Fields last) {
        if (ended) {
            return;
        }
        ended = true;
        blocked = false; // what waits from here on is the response
        endedAt = lane.nanoTime();
        if (last != null) {
            HopByHop.stripTrailers(last);
        }
        trailers = last;
        if (sink != null) {
            sent = true;
            sink.end(last);
        }
    }

    /** Demands pieces as long as the backend takes them; one that comes within the demand goes round here, not deeper. */
    private void proceed() {
        if (demanding) {
            return;
        }
        demanding = true;
        try {
            while (sink != null && !ended && !demanded && unblocked(sink)) {
                demanded = true;
                client.demand();
            }
        } finally {
            demanding = false;
        }
    }

    private boolean unblocked(UpstreamSide<B> upstream) {
        boolean writable = upstream.writable();
        if (!writable && !blocked) {
            blockedSince = lane.nanoTime();
        }
        blocked = !writable;
        return writable;
    }

    void writable() {
        if (blocked) {
            proceed();
        }
    }

    /** No more of the body is wanted; what comes is given up. */
    void stop() {
        stopped = true;
        disconnect();
        if (held != null) {
            lane.release(held);
            held = null;
        }
    }

    /** Whether the request has been read to its end. */
    boolean ended() {
        return ended;
    }

    boolean expected() {
        return expected;
    }

    boolean stopped() {
        return stopped;
    }

    /** Whether a piece of the body or its end has been given to a backend: it cannot be sent again. */
    boolean sent() {
        return sent;
    }

    long bytes() {
        return bytes;
    }

    /** How long the backend has not taken what was written, 0 if it does. */
    long blockedNanos(long now) {
        return blocked ? now - blockedSince : 0;
    }

    /** When something last came of a tunnel's bytes. */
    long activeAt() {
        return activeAt;
    }

    /** Since when nothing but the response is waited for, where {@link #ended}. */
    long endedAt() {
        return endedAt;
    }
}
