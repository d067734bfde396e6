package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.ResponseHead;
import dev.sluice.resource.Upstream.ProxyProtocol;
import org.jspecify.annotations.Nullable;

/**
 * One try of an exchange on one endpoint. It outlives the exchange only where it is given up while it opens: it then
 * belongs to nobody and cancels what opens.
 */
final class Attempt<B> implements UpstreamEvents<B> {
    private final Lane<B> lane;
    private final EndpointRuntime endpoint;
    private final long beganAt;
    private @Nullable Exchange<B> exchange;
    private @Nullable UpstreamSide<B> upstream;
    private boolean reused;
    private boolean answered;

    Attempt(Exchange<B> exchange, Lane<B> lane, EndpointRuntime endpoint) {
        this.exchange = exchange;
        this.lane = lane;
        this.endpoint = endpoint;
        this.beganAt = lane.nanoTime();
        endpoint.begun(lane.index());
    }

    EndpointRuntime endpoint() {
        return endpoint;
    }

    long beganAt() {
        return beganAt;
    }

    /** Whether it has a connection, so that bytes may have reached the backend. */
    boolean opened() {
        return upstream != null;
    }

    /** Whether the backend may have closed the connection before it saw the request. */
    boolean stale() {
        return reused && !answered;
    }

    private void answered() {
        answered = true;
        endpoint.answered();
    }

    /** Whether it is the endpoint that could not be used, and not this data plane's own limits or settings. */
    private static boolean blames(Reason reason) {
        return switch (reason) {
            case CONNECT_FAILED,
                    CONNECT_TIMEOUT,
                    UPSTREAM_REFUSED,
                    UPSTREAM_TLS,
                    UPSTREAM_RESET,
                    UPSTREAM_PROTOCOL,
                    UPSTREAM_TIMEOUT -> true;
            default -> false;
        };
    }

    /** The exchange goes on without it: what is open is closed, what opens will be. */
    void cancel() {
        UpstreamSide<B> open = upstream;
        if (leave() && open != null) {
            open.cancel();
        }
    }

    /** As {@link #cancel}, because the backend was silent for so long. */
    void abandon(long silentNanos) {
        UpstreamSide<B> open = upstream;
        if (leave() && open != null) {
            open.abandon(silentNanos);
        }
    }

    /** Ends its belonging to the exchange; false if it had ended before. */
    boolean leave() {
        if (exchange == null) {
            return false;
        }
        exchange = null;
        endpoint.ended(lane.index());
        return true;
    }

    @Override
    public byte @Nullable [] preamble() {
        ProxyProtocol version = endpoint.proxyProtocol();
        Exchange<B> owner = exchange;
        return version == null || owner == null ? null : owner.preamble(version);
    }

    @Override
    public void onOpen(UpstreamSide<B> opened, boolean again) {
        Exchange<B> owner = exchange;
        if (owner == null) {
            opened.cancel();
            return;
        }
        upstream = opened;
        reused = again;
        try {
            owner.opened(opened);
        } catch (RuntimeException bug) {
            owner.broken(bug);
        }
    }

    @Override
    public void onInterim(ResponseHead head) {
        answered();
        Exchange<B> owner = exchange;
        if (owner == null) {
            return;
        }
        try {
            owner.interim(head);
        } catch (RuntimeException bug) {
            owner.broken(bug);
        }
    }

    @Override
    public void onHead(ResponseHead head, boolean bodyExpected) {
        answered();
        Exchange<B> owner = exchange;
        UpstreamSide<B> open = upstream;
        if (owner == null || open == null) {
            return;
        }
        try {
            owner.responded(head, bodyExpected, open);
        } catch (RuntimeException bug) {
            owner.broken(bug);
        }
    }

    @Override
    public void onUpgrade(ResponseHead head) {
        answered();
        Exchange<B> owner = exchange;
        UpstreamSide<B> open = upstream;
        if (owner == null || open == null) {
            return;
        }
        try {
            owner.upgraded(head, open);
        } catch (RuntimeException bug) {
            owner.broken(bug);
        }
    }

    @Override
    public void onBody(B bytes) {
        Exchange<B> owner = exchange;
        if (owner == null) {
            lane.release(bytes);
            return;
        }
        try {
            owner.responseBody(bytes);
        } catch (RuntimeException bug) {
            owner.broken(bug);
        }
    }

    @Override
    public void onEnd(@Nullable Fields trailers) {
        Exchange<B> owner = exchange;
        if (owner == null) {
            return;
        }
        try {
            owner.responseEnded(trailers);
        } catch (RuntimeException bug) {
            owner.broken(bug);
        }
    }

    @Override
    public void onWritable() {
        Exchange<B> owner = exchange;
        if (owner == null) {
            return;
        }
        try {
            owner.upstreamWritable();
        } catch (RuntimeException bug) {
            owner.broken(bug);
        }
    }

    @Override
    public void onFailed(Reason reason, String detail) {
        Exchange<B> owner = exchange;
        if (owner == null || !leave()) {
            return;
        }
        if (!answered && !stale() && blames(reason)) {
            endpoint.failed(reason.text(), lane.nanoTime());
        }
        try {
            owner.failed(this, reason, detail);
        } catch (RuntimeException bug) {
            owner.broken(bug);
        }
    }
}
