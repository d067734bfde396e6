package dev.sluice.forward;

import dev.sluice.http.Reason;
import dev.sluice.http.ResponseHead;
import dev.sluice.match.CompiledRoute;
import org.jspecify.annotations.Nullable;

/**
 * An exchange behind its 101: two directions of opaque bytes, each with the back-pressure of a body and an end of its own.
 * Reused from request to request; confined to one lane.
 */
final class Tunnel<B> {
    private final LaneState<B> lane;
    private final Upload<B> upload;
    private final Reply<B> reply;
    private final Dismissal dismissal;
    private boolean open;

    Tunnel(LaneState<B> lane, Upload<B> upload, Reply<B> reply) {
        this.lane = lane;
        this.upload = upload;
        this.reply = reply;
        this.dismissal = new Dismissal(lane);
    }

    /** False if there are as many as there may be. */
    boolean begin() {
        if (!lane.tunnels.begin()) {
            return false;
        }
        open = true;
        dismissal.clear();
        lane.observer.tunnelled();
        return true;
    }

    /** Both directions flow from here on, perhaps within the call. */
    void flow(ResponseHead response, String protocol, UpstreamSide<B> upstream) {
        reply.tunnel(response, protocol);
        upload.tunnel(upstream);
        reply.flow(upstream);
    }

    boolean isOpen() {
        return open;
    }

    /** Whether both directions have ended. */
    boolean ended() {
        return upload.ended() && reply.ended();
    }

    /** Counts it out; harmless where there was none. */
    void close() {
        if (open) {
            open = false;
            lane.tunnels.end();
        }
    }

    /**
     * Why it is to end now, or null. The waits are those that ingress-nginx keeps of a WebSocket: the rule's read timeout is
     * how long both directions together may be silent, its send timeout how long the backend may take nothing.
     */
    @Nullable
    Reason over(long now, CompiledRoute rule) {
        if (upload.blockedNanos(now) > rule.sendTimeoutNanos()) {
            return Reason.SEND_TIMEOUT;
        }
        if (Math.min(now - upload.activeAt(), now - reply.activeAt()) > rule.readTimeoutNanos()) {
            return Reason.TUNNEL_IDLE;
        }
        return dismissal.due(now) ? Reason.SHUTDOWN : null;
    }
}
