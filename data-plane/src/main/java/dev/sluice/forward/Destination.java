package dev.sluice.forward;

import dev.sluice.balance.Attempted;
import dev.sluice.balance.EndpointRuntime;
import dev.sluice.compile.CompiledUpstream;
import dev.sluice.compile.ServingState;
import dev.sluice.http.Reason;
import dev.sluice.match.CompiledTarget.ToUpstream;
import org.jspecify.annotations.Nullable;

/** Where one request is going and where it has been. Reused from request to request; confined to one lane. */
final class Destination {
    private final LaneState<?> lane;
    private final Attempted attempted = new Attempted();
    private @Nullable ToUpstream target;
    private @Nullable CompiledUpstream upstream;
    private boolean busy;

    Destination(LaneState<?> lane) {
        this.lane = lane;
    }

    void clear() {
        attempted.clear();
        target = null;
        upstream = null;
        busy = false;
    }

    /**
     * Sets the share that the request takes.
     *
     * @return why no request can go there, or null
     */
    @Nullable
    Reason aim(ServingState state, ToUpstream to) {
        target = to;
        upstream = state.upstream(to.slot());
        return upstream.unavailable();
    }

    /** Whether a share has been chosen. */
    boolean aimed() {
        return target != null;
    }

    /** Does not go there again. */
    void failed(EndpointRuntime endpoint) {
        attempted.add(endpoint);
    }

    /** Whether an endpoint was left out because it has as many requests as it may have. */
    boolean busy() {
        return busy;
    }

    /** An endpoint to try, of the state in which the request was matched or else of the one that is served by now. */
    @Nullable
    EndpointRuntime pick() {
        ToUpstream to = target;
        CompiledUpstream matched = upstream;
        if (to == null || matched == null) {
            throw new IllegalStateException("no share has been chosen");
        }
        EndpointRuntime endpoint = pick(matched);
        ServingState now = lane.serving.get();
        if (endpoint != null || now == null) {
            return endpoint;
        }
        // All of them may have been replaced since: that a configuration changed costs no request.
        CompiledUpstream newer = now.upstream(to.slot(), to.upstream());
        if (newer == matched) {
            return null;
        }
        if (newer == null || newer.endpoints().length == 0) {
            return retired(matched);
        }
        upstream = newer;
        return pick(newer);
    }

    /** The upstream has gone since the match, its endpoints need not have: they finish what had begun. */
    private @Nullable EndpointRuntime retired(CompiledUpstream matched) {
        for (EndpointRuntime endpoint : matched.endpoints()) {
            if (!attempted.has(endpoint)
                    && endpoint.inFlight() < matched.limits().maxConnections()) {
                return endpoint;
            }
        }
        return null;
    }

    private @Nullable EndpointRuntime pick(CompiledUpstream from) {
        EndpointRuntime endpoint = from.balancer().pick(from.endpoints(), lane.lane.index(), attempted);
        while (endpoint != null && endpoint.inFlight() >= from.limits().maxConnections()) {
            busy = true;
            attempted.add(endpoint);
            endpoint = from.balancer().pick(from.endpoints(), lane.lane.index(), attempted);
        }
        return endpoint;
    }
}
