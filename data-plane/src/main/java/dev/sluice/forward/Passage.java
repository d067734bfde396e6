package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.compile.ServingState;
import dev.sluice.http.Authority;
import dev.sluice.http.Reason;
import dev.sluice.match.CompiledAction;
import dev.sluice.match.CompiledStream;
import dev.sluice.match.CompiledTarget;
import dev.sluice.match.CompiledTarget.ToUpstream;
import dev.sluice.resource.Upstream.ProxyProtocol;
import dev.sluice.tls.TlsAlert;
import org.jspecify.annotations.Nullable;

/**
 * One connection whose TLS is passed through: an endpoint is found for its server name, and from then on bytes go both ways
 * as they are, the client's first message among them. Ends in {@link #finish}, once, whatever happens. Confined to one lane.
 *
 * <p>Where no endpoint can be had, the client is told by an alert that it is not to blame, {@code internal_error}: its
 * handshake fails at once and as such, which a mere end of the connection would leave it to guess.
 */
final class Passage<B> extends Deadlines.Waiting implements StreamEvents<B> {
    private static final int MOST_ATTEMPTS = 3;

    private final StreamSide<B> client;
    private final ClientConnection connection;
    private final String serverName;
    private final LaneState<B> lane;
    private final Destination destination;
    private final Flow<B> up;
    private final Flow<B> down;
    private final Dismissal dismissal;
    private final long startedNanos;
    private @Nullable Dial<B> dial;
    private @Nullable CompiledStream rule;
    private @Nullable EndpointRuntime endpoint;
    private int attempts;
    private long connectNanos = -1;
    private String detail = "";
    private boolean tunnel;
    private boolean over;

    Passage(StreamSide<B> client, ClientConnection connection, String serverName, LaneState<B> lane) {
        this.client = client;
        this.connection = connection;
        this.serverName = serverName;
        this.lane = lane;
        this.destination = new Destination(lane);
        this.up = new Flow<>(lane.lane);
        this.down = new Flow<>(lane.lane);
        this.dismissal = new Dismissal(lane);
        this.startedNanos = lane.lane.nanoTime();
    }

    // ---- from the first message to a connection

    /** Finds where it goes; the name is not kept. */
    void begin(Authority name) {
        lane.observer.passing();
        guarded(() -> decide(name));
    }

    private void decide(Authority name) {
        lane.budget.requestBegan();
        ServingState state = lane.serving.get();
        CompiledStream found = state == null ? null : state.stream(connection.logicalPort(), name);
        rule = found;
        if (state == null || found == null) {
            refuse(Reason.NO_ROUTE); // withdrawn since the handshake asked
        } else if (lane.shedding.sheds(lane.random)) {
            refuse(Reason.OVERLOADED);
        } else if (!lane.tunnels.begin()) {
            refuse(Reason.TUNNEL_LIMIT);
        } else {
            tunnel = true;
            lane.deadlines.add(this);
            carryOut(state, found.action());
        }
    }

    private void carryOut(ServingState state, CompiledAction action) {
        switch (action) {
            case CompiledAction.Respond(Reason reason, int status) -> refuse(reason);
            case CompiledAction.Forward forward -> {
                switch (forward.target(forward.single() ? 0 : lane.random.below(forward.total()))) {
                    case CompiledTarget.Refused(Reason reason, int status) -> refuse(reason);
                    case ToUpstream share -> {
                        Reason unavailable = destination.aim(state, share);
                        if (unavailable == null) {
                            attempt(Reason.NO_ENDPOINT);
                        } else {
                            refuse(unavailable);
                        }
                    }
                }
            }
        }
    }

    /** Tries the next endpoint; if there is none, {@code otherwise} is why the connection ends. */
    private void attempt(Reason otherwise) {
        EndpointRuntime next = destination.pick();
        if (next == null) {
            refuse(attempts == 0 && destination.busy() ? Reason.UPSTREAM_BUSY : otherwise);
            return;
        }
        attempts++;
        endpoint = next;
        Dial<B> begun = new Dial<>(this, lane.lane, next);
        dial = begun;
        lane.observer.attempted();
        lane.lane.connect(next, begun, lane.tunnels.passing().connect().toNanos());
    }

    void failed(Dial<B> by, Reason reason, String why) {
        dial = null;
        detail = why;
        destination.failed(by.endpoint());
        if (attempts >= MOST_ATTEMPTS) {
            refuse(reason);
        } else if (!lane.budget.take(lane.lane.nanoTime())) {
            lane.observer.retryRefused();
            refuse(reason);
        } else {
            lane.observer.retried(reason);
            attempt(reason);
        }
    }

    void connected(Dial<B> by, StreamSide<B> upstream) {
        connectNanos = lane.lane.nanoTime() - by.beganAt();
        ProxyProtocol version = by.endpoint().proxyProtocol();
        if (version != null) {
            upstream.write(lane.lane.wrap(Preamble.of(version, connection, connection.clientAddress())));
        }
        up.begin(client, upstream);
        down.begin(upstream, client);
    }

    // ---- what passes

    @Override
    public void onBytes(B bytes) {
        pass(up, bytes);
    }

    void fromUpstream(B bytes) {
        pass(down, bytes);
    }

    private void pass(Flow<B> flow, B bytes) {
        if (over) {
            lane.lane.release(bytes);
        } else {
            guarded(() -> flow.take(bytes));
        }
    }

    @Override
    public void onEnd() {
        guarded(() -> ended(up));
    }

    void upstreamEnded() {
        ended(down);
    }

    private void ended(Flow<B> flow) {
        flow.end();
        if (up.ended() && down.ended()) {
            close(Reason.FORWARDED);
        }
    }

    @Override
    public void onWritable() {
        guarded(down::proceed);
    }

    void upstreamWritable() {
        up.proceed();
    }

    // ---- ends

    @Override
    public void onBroken(Reason reason, String why) {
        guarded(() -> broken(reason, why));
    }

    /** One of the connections is gone, and with it what it was still to be sent. */
    void broken(Reason reason, String why) {
        detail = why;
        client.cut();
        StreamSide<B> upstream = dial == null ? null : dial.upstream();
        if (upstream != null) {
            upstream.cut();
        }
        finish(reason);
    }

    private void refuse(Reason reason) {
        client.write(lane.lane.wrap(TlsAlert.INTERNAL_ERROR.record()));
        client.close();
        finish(reason);
    }

    /** Ends both connections behind what has been passed on. */
    private void close(Reason reason) {
        client.close();
        StreamSide<B> upstream = dial == null ? null : dial.upstream();
        if (upstream != null) {
            upstream.close();
        }
        finish(reason);
    }

    private void finish(Reason reason) {
        over = true;
        up.stop();
        down.stop();
        if (dial != null) {
            dial.leave();
            dial = null;
        }
        lane.deadlines.remove(this);
        if (tunnel) {
            tunnel = false;
            lane.tunnels.end();
        }
        lane.observer.passed(new Passed(
                connection,
                serverName,
                rule == null ? null : rule.route().key(),
                endpoint,
                reason,
                attempts,
                up.bytes(),
                down.bytes(),
                lane.lane.nanoTime() - startedNanos,
                connectNanos,
                detail));
    }

    /** Does what is to be done unless the passage is over; a bug costs this connection and no other. */
    void guarded(Runnable step) {
        if (over) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException bug) {
            lane.observer.broken(bug);
            if (!over) {
                broken(Reason.INTERNAL, "");
            }
        }
    }

    // ---- time

    /** The engine keeps the time of connecting. */
    @Override
    void tick(long now) {
        guarded(() -> {
            if (dismissal.due(now)) {
                close(Reason.SHUTDOWN);
            } else if (connectNanos >= 0
                    && now - Math.max(up.activeAt(), down.activeAt())
                            > lane.tunnels.passing().idle().toNanos()) {
                close(Reason.TUNNEL_IDLE);
            }
        });
    }
}
