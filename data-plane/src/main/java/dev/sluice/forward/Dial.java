package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.http.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One try of a passage on one endpoint, and its connection from then on. It outlives the passage only where it is given up
 * while it connects: it then belongs to nobody and cuts what it gets.
 */
final class Dial<B> implements StreamAttempt<B> {
    private final Lane<B> lane;
    private final EndpointRuntime endpoint;
    private final long beganAt;
    private @Nullable Passage<B> passage;
    private @Nullable StreamSide<B> upstream;

    Dial(Passage<B> passage, Lane<B> lane, EndpointRuntime endpoint) {
        this.passage = passage;
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

    /** The connection, or null if there is none yet. */
    @Nullable
    StreamSide<B> upstream() {
        return upstream;
    }

    /** Ends its belonging to the passage; false if it had ended before. */
    boolean leave() {
        if (passage == null) {
            return false;
        }
        passage = null;
        endpoint.ended(lane.index());
        return true;
    }

    @Override
    public void onConnected(StreamSide<B> connected) {
        Passage<B> owner = passage;
        if (owner == null) {
            connected.cut();
            return;
        }
        upstream = connected;
        owner.guarded(() -> owner.connected(this, connected));
    }

    @Override
    public void onFailed(Reason reason, String detail) {
        Passage<B> owner = passage;
        if (owner != null && leave()) {
            owner.guarded(() -> owner.failed(this, reason, detail));
        }
    }

    @Override
    public void onBytes(B bytes) {
        Passage<B> owner = passage;
        if (owner == null) {
            lane.release(bytes);
        } else {
            owner.fromUpstream(bytes);
        }
    }

    @Override
    public void onEnd() {
        Passage<B> owner = passage;
        if (owner != null) {
            owner.guarded(owner::upstreamEnded);
        }
    }

    @Override
    public void onWritable() {
        Passage<B> owner = passage;
        if (owner != null) {
            owner.guarded(owner::upstreamWritable);
        }
    }

    @Override
    public void onBroken(Reason reason, String detail) {
        Passage<B> owner = passage;
        if (owner != null) {
            owner.guarded(() -> owner.broken(reason, detail));
        }
    }
}
