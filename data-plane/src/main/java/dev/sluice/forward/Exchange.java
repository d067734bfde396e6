package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import dev.sluice.match.CompiledRoute;
import dev.sluice.origin.Origin;
import dev.sluice.resource.Upstream.ProxyProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one client connection, one after the other: request head, policies, attempts, response head, policies, end.
 * Every request ends in {@link #finish}, once, whatever happens. Confined to one lane.
 */
final class Exchange<B> extends Deadlines.Waiting implements ClientEvents<B> {
    private static final int MOST_ATTEMPTS = 3;

    private final ClientSide<B> client;
    private final LaneState<B> lane;
    private final Origin origin;
    private final RequestPreparation preparation;
    private final Upload<B> upload;
    private final Reply<B> reply;
    private final Tunnel<B> tunnel;
    private final Destination destination;
    private final Decision<B> decision;
    private final Ended record;

    private @Nullable RequestHead head;
    private @Nullable Attempt<B> attempt;

    Exchange(ClientSide<B> client, LaneState<B> lane) {
        this.client = client;
        this.lane = lane;
        this.origin = new Origin(lane.front.trust(), client.connection().peer());
        this.preparation = new RequestPreparation(origin);
        this.upload = new Upload<>(client, lane.lane);
        this.reply = new Reply<>(client, lane.lane);
        this.tunnel = new Tunnel<>(lane, upload, reply);
        this.destination = new Destination(lane);
        this.decision = new Decision<>(this, lane, destination);
        this.record = new Ended(client.connection());
    }

    // ---- the client's events

    @Override
    public void onHead(RequestHead request, @Nullable Reason refused) {
        try {
            begin(request);
            Reason own = refused == null ? ownReason(request) : null;
            if (own != null) {
                answer(own);
            } else if (refused == null) {
                decision.begin(request, client.connection());
            } else {
                client.closeAfterResponse();
                answer(refused, refused.status());
            }
        } catch (RuntimeException bug) {
            broken(bug);
        }
    }

    @Override
    public void onBody(B bytes) {
        if (tunnel.isOpen()) {
            tunnelled(bytes);
            return;
        }
        Reason refused = null;
        if (head != null) {
            try {
                refused = decision.onRequestBytes(upload.came(lane.lane.size(bytes)));
            } catch (RuntimeException bug) {
                lane.lane.release(bytes);
                broken(bug);
                return;
            }
        }
        if (head == null || refused != null) {
            lane.lane.release(bytes);
        }
        try {
            if (refused != null) {
                refuseBody(refused);
            } else if (head != null) {
                upload.take(bytes);
            }
        } catch (RuntimeException bug) {
            broken(bug);
        }
    }

    @Override
    public void onEnd(@Nullable Fields trailers) {
        if (head == null) {
            return;
        }
        try {
            upload.end(trailers);
            completeTunnel();
        } catch (RuntimeException bug) {
            broken(bug);
        }
    }

    @Override
    public void onBodyRefused(Reason reason) {
        if (head == null || upload.stopped()) {
            return;
        }
        try {
            refuseBody(reason);
        } catch (RuntimeException bug) {
            broken(bug);
        }
    }

    @Override
    public void onWritable() {
        if (head == null) {
            return;
        }
        try {
            reply.writable();
        } catch (RuntimeException bug) {
            broken(bug);
        }
    }

    @Override
    public void onGone() {
        onCut(Reason.CLIENT_ABORTED);
    }

    @Override
    public void onCut(Reason reason) {
        if (head == null) {
            return;
        }
        dropAttempt();
        finish(reason);
    }

    // ---- from the head to an attempt

    private void begin(RequestHead request) {
        head = request;
        record.clear();
        record.startedNanos = lane.lane.nanoTime();
        upload.begin(request);
        reply.begin();
        destination.clear();
        decision.clear();
        request.tls(client.connection().session());
        origin.read(request);
        lane.ids.ensure(request.fields());
        lane.budget.requestBegan();
        lane.shedding.begun();
        lane.deadlines.add(this);
        lane.observer.begun();
    }

    /** Why the request is answered here, whatever the routes say; null if it is not. The health path is never shed. */
    private @Nullable Reason ownReason(RequestHead request) {
        Reason health = lane.front.health().answer(request);
        return health == null && lane.shedding.sheds(lane.random) ? Reason.OVERLOADED : health;
    }

    /** The decision is taken: the request goes to a backend. */
    void forward(RequestHead request) {
        Reason refused = preparation.prepare(request);
        if (refused == null && !request.upgrade().isEmpty() && lane.tunnels.full()) {
            refused = Reason.TUNNEL_LIMIT;
        }
        if (refused != null) {
            answer(refused);
            return;
        }
        attempt(Reason.NO_ENDPOINT, Lane.Reuse.ALLOWED);
    }

    /** Tries the next endpoint; if there is none, {@code otherwise} is why the request ends. */
    private void attempt(Reason otherwise, Lane.Reuse reuse) {
        EndpointRuntime endpoint = destination.pick();
        if (endpoint == null) {
            answer(record.attempts == 0 && destination.busy() ? Reason.UPSTREAM_BUSY : otherwise);
            return;
        }
        Attempt<B> next = new Attempt<>(this, lane.lane, endpoint);
        attempt = next;
        record.attempts++;
        record.endpoint = endpoint;
        lane.observer.attempted();
        lane.lane.open(endpoint, next, rule().connectTimeoutNanos(), reuse);
    }

    byte[] preamble(ProxyProtocol version) {
        return Preamble.of(version, client.connection(), underWay().clientAddress());
    }

    // ---- what the attempt tells

    void opened(UpstreamSide<B> side) {
        RequestHead request = underWay();
        side.head(request, upload.expected());
        upload.connect(side);
    }

    void interim(ResponseHead interim) {
        reply.interim(interim, underWay());
    }

    /** The backend takes the other protocol: from here on the exchange is a tunnel. */
    void upgraded(ResponseHead response, UpstreamSide<B> side) {
        answeredAt();
        String protocol = Upgrade.taken(underWay().upgrade(), response);
        if (protocol.isEmpty() || !Reply.prepare(response)) {
            record.detail = "101 to another protocol than was asked for";
            dropAttempt();
            answer(Reason.UPSTREAM_PROTOCOL);
        } else if (!tunnel.begin()) {
            dropAttempt();
            answer(Reason.TUNNEL_LIMIT);
        } else {
            record.tunnel = true;
            decision.onResponse(response, underWay());
            tunnel.flow(response, protocol, side);
        }
    }

    private void tunnelled(B bytes) {
        try {
            upload.flowed(lane.lane.size(bytes));
            upload.take(bytes);
        } catch (RuntimeException bug) {
            broken(bug);
        }
    }

    private void completeTunnel() {
        if (tunnel.isOpen() && tunnel.ended()) {
            complete();
        }
    }

    private void answeredAt() {
        Attempt<B> by = attempt;
        record.upstreamNanos = by == null ? -1 : lane.lane.nanoTime() - by.beganAt();
    }

    void responded(ResponseHead response, boolean bodyExpected, UpstreamSide<B> side) {
        answeredAt();
        boolean ignored = Upgrade.only(underWay()) && response.status() < 300;
        if (ignored || !Reply.prepare(response)) {
            record.detail = ignored ? "the backend speaks HTTP on where another protocol was asked for" : record.detail;
            dropAttempt();
            answer(Reason.UPSTREAM_PROTOCOL);
            return;
        }
        decision.onResponse(response, underWay());
        // A backend that has refused wants no more of the body; one that answers 2xx may go on reading while it writes.
        if (!upload.ended() && (response.status() >= 300 || !bodyExpected)) {
            stopUpload();
        }
        reply.head(response, bodyExpected, side);
        if (!bodyExpected) {
            complete();
        }
    }

    void responseBody(B bytes) {
        reply.body(bytes, lane.lane.size(bytes));
    }

    void responseEnded(@Nullable Fields trailers) {
        if (tunnel.isOpen()) {
            reply.end(null);
            completeTunnel();
            return;
        }
        if (!upload.ended() && !upload.stopped()) {
            stopUpload();
        }
        reply.end(trailers);
        complete();
    }

    void upstreamWritable() {
        upload.writable();
    }

    void failed(Attempt<B> by, Reason reason, String detail) {
        attempt = null;
        upload.disconnect();
        reply.disconnect();
        record.detail = detail;
        if (tunnel.isOpen() && reply.ended()) {
            closeTunnel(reason); // what the backend said was all: nothing of it is to be lost
        } else if (reply.begun()) {
            cut(reason);
        } else if (!repeatable(by, reason)) {
            answer(reason);
        } else if (!lane.budget.take(lane.lane.nanoTime())) {
            lane.observer.retryRefused();
            answer(reason);
        } else {
            lane.observer.retried(reason);
            attempt(reason, by.opened() ? Lane.Reuse.NEVER : Lane.Reuse.ALLOWED);
        }
    }

    /**
     * Whether the request can be tried again. Where no connection came about, always, but elsewhere. Where a reused one died
     * before it answered, the backend may have closed it without reading: if asking twice does no harm (RFC 9110 section
     * 9.2.2) and nothing of the body is gone, also at the same endpoint.
     */
    private boolean repeatable(Attempt<B> failed, Reason reason) {
        if (!failed.opened()) {
            destination.failed(failed.endpoint());
            return record.attempts < MOST_ATTEMPTS;
        }
        if (record.attempts >= MOST_ATTEMPTS || upload.sent()) {
            return false;
        }
        // RFC 9113 section 8.7: what a backend says it has not looked at is safe to ask again, whatever it is.
        return reason == Reason.UPSTREAM_REFUSED
                || (reason == Reason.UPSTREAM_RESET
                        && failed.stale()
                        && Method.idempotent(underWay().method()));
    }

    // ---- ends

    private void refuseBody(Reason reason) {
        if (upload.stopped()) {
            return;
        }
        dropAttempt();
        if (reply.begun()) {
            cut(reason);
        } else {
            answer(reason);
        }
    }

    private void stopUpload() {
        upload.stop();
        client.dropBody();
    }

    /** The response has ended. */
    private void complete() {
        Attempt<B> by = attempt;
        attempt = null;
        if (by != null && upload.stopped()) {
            by.cancel();
        } else if (by != null) {
            by.leave();
        }
        finish(Reason.FORWARDED);
    }

    void answer(Reason reason) {
        answer(reason, reason.status());
    }

    void answer(Reason reason, int status) {
        answer(reason, status, null);
    }

    /** The client is sent to {@code location}. */
    void redirect(Reason reason, int status, String location) {
        answer(reason, status, location);
    }

    private void answer(Reason reason, int status, @Nullable String location) {
        RequestHead request = underWay();
        if (!upload.ended()) {
            stopUpload();
        }
        if (ofClientCertificate(reason)) {
            client.retire();
        }
        ResponseHead own = reply.own(status, reason, request);
        if (location != null) {
            own.fields().add(KnownField.LOCATION, location);
        }
        if (reason == Reason.OVERLOADED) {
            own.fields().add(KnownField.RETRY_AFTER, lane.front.overload().retryAfterText());
        }
        decision.onOwnAnswer(own, request);
        reply.answer(request);
        finish(reason);
    }

    /** Another certificate can be shown on another connection only; nginx closes behind such answers, too. */
    private static boolean ofClientCertificate(Reason reason) {
        return reason == Reason.CLIENT_CERTIFICATE_MISSING
                || reason == Reason.CLIENT_CERTIFICATE_BAD
                || reason == Reason.CLIENT_CERTIFICATE_LAPSED;
    }

    /** The response cannot be completed: the client learns it by the connection's end. */
    private void cut(Reason reason) {
        client.abort(reason);
        finish(reason);
    }

    /** A bug, here or in a policy: it costs this request and its connection, and no other. */
    void broken(RuntimeException bug) {
        lane.observer.broken(bug);
        if (head == null) {
            client.abort(Reason.INTERNAL);
            return;
        }
        dropAttempt();
        try {
            if (!reply.begun()) {
                client.closeAfterResponse();
                answer(Reason.INTERNAL);
                return;
            }
        } catch (RuntimeException second) {
            lane.observer.broken(second);
        }
        client.abort(Reason.INTERNAL);
        if (head != null) {
            finish(Reason.INTERNAL);
        }
    }

    private void dropAttempt() {
        Attempt<B> by = takeAttempt();
        if (by != null) {
            by.cancel();
        }
    }

    private @Nullable Attempt<B> takeAttempt() {
        Attempt<B> by = attempt;
        attempt = null;
        upload.disconnect();
        reply.disconnect();
        return by;
    }

    private void finish(Reason reason) {
        RequestHead request = underWay();
        upload.stop();
        tunnel.close();
        record.head = request;
        record.route = decision.rule();
        record.version = decision.version();
        record.reason = reason;
        record.status = reply.status();
        record.requestBytes = upload.bytes();
        record.responseBytes = reply.bytes();
        record.durationNanos = lane.lane.nanoTime() - record.startedNanos;
        head = null;
        lane.shedding.ended();
        lane.deadlines.remove(this);
        decision.onEnd(reason, record.status);
        decision.clear();
        lane.observer.ended(record);
    }

    /** The request that is under way, or null. */
    @Nullable
    RequestHead request() {
        return head;
    }

    private RequestHead underWay() {
        RequestHead request = head;
        if (request == null) {
            throw new IllegalStateException("no exchange is under way");
        }
        return request;
    }

    private CompiledRoute rule() {
        CompiledRoute found = decision.rule();
        if (found == null) {
            throw new IllegalStateException("no rule has been found");
        }
        return found;
    }

    // ---- time

    @Override
    void tick(long now) {
        try {
            if (decision.waits(now)) {
                return;
            }
            if (tunnel.isOpen()) {
                tunnelTick(now);
            } else {
                upstreamTick(now);
            }
        } catch (RuntimeException bug) {
            broken(bug);
        }
    }

    private void tunnelTick(long now) {
        Reason over = tunnel.over(now, rule());
        if (over != null) {
            dropAttempt();
            closeTunnel(over);
        }
    }

    /** In order, behind what has been written. */
    private void closeTunnel(Reason reason) {
        client.closeAfterResponse();
        reply.end(null);
        finish(reason);
    }

    private void upstreamTick(long now) {
        Attempt<B> by = attempt;
        if (by == null || !by.opened()) {
            return; // the engine keeps the time of connecting, and of clients that take nothing
        }
        CompiledRoute found = rule();
        if (upload.blockedNanos(now) > found.sendTimeoutNanos()) {
            timedOut(Reason.SEND_TIMEOUT, found.sendTimeoutNanos());
        } else if ((upload.ended() || upload.stopped()) && !reply.blocked()) {
            long silent = Math.min(now - upload.endedAt(), now - reply.activeAt());
            if (silent > found.readTimeoutNanos()) {
                timedOut(Reason.UPSTREAM_TIMEOUT, found.readTimeoutNanos());
            }
        }
    }

    private void timedOut(Reason reason, long silentNanos) {
        Attempt<B> by = takeAttempt();
        if (by != null) {
            by.abandon(silentNanos);
        }
        if (reply.begun()) {
            cut(reason);
        } else {
            answer(reason);
        }
    }
}
