package dev.sluice.engine.netty;

import dev.sluice.engine.BodyPace;
import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.engine.netty.http2.WebSocketKey;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.ClientEvents;
import dev.sluice.forward.ClientSide;
import dev.sluice.forward.Pipeline;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of a client and its response, on a stream of an HTTP/2 connection. */
final class Http2ClientStream extends Http2Stream implements ClientSide<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(Http2ClientStream.class);

    private final Http2ClientChannel connection;
    private final RequestHead head = new RequestHead();
    private final ClientEvents<ByteBuf> events;
    private final BodyPace bodyPace = new BodyPace();
    private final SendPace sendPace = new SendPace();
    private boolean exchangeOver = true;
    private boolean aborted;
    private boolean continueWanted;
    private boolean tunnelAsked;
    private boolean tunnel;
    private boolean inputEndTold;
    private boolean closeAfter;
    private boolean responseBegun;
    /** Bytes of the response that were announced and have not been written; less than 0 if none were announced. */
    private long remaining;

    private long bodyDeadline;

    Http2ClientStream(Http2ClientChannel connection, Pipeline pipeline) {
        super(connection);
        this.connection = connection;
        this.events = pipeline.connected(this, connection.lane());
    }

    /** To be filled before {@link #begin}. */
    RequestHead head() {
        return head;
    }

    // ---- the connection's view

    /** Begins an exchange with the head as it is now. */
    void begin(int id, @Nullable Reason refused, boolean ended) {
        open(id);
        bodyPace.begin();
        sendPace.begin();
        exchangeOver = false;
        aborted = false;
        responseBegun = false;
        continueWanted = refused == null && !ended && expectsContinue();
        tunnel = false;
        closeAfter = false;
        inputEndTold = false;
        tunnelAsked = !head.upgrade().isEmpty();
        boolean noBody = head.framing() == Framing.NONE;
        boolean anyLength = head.framing() == Framing.CHUNKED || refused != null || tunnelAsked;
        expectContent(anyLength ? -1 : head.contentLength());
        if (ended) {
            inputEnds(null);
        }
        events.onHead(head, refused);
        if (refused == null && noBody && !exchangeOver) {
            events.onEnd(null);
        }
    }

    private boolean expectsContinue() {
        int expect = head.fields().find(KnownField.EXPECT);
        return expect >= 0 && head.fields().valueIs(expect, "100-continue");
    }

    /** Whether the pipeline has nothing more to do with it. */
    boolean exchangeOver() {
        return exchangeOver;
    }

    /** The client, or the connection, ends the stream. Outside of the pipeline's calls. */
    void gone() {
        if (!exchangeOver) {
            exchangeOver = true;
            events.onGone();
        }
        over();
    }

    /** The engine ends the connection. Outside of the pipeline's calls. */
    void cut(Reason reason) {
        if (!exchangeOver) {
            exchangeOver = true;
            events.onCut(reason);
        }
        over();
    }

    /** Keeps the waits and the rates. */
    void sweep(long now, long sendPatience) {
        if (!exchangeOver && !tunnel && waitsForContent()) {
            sweepBody(now);
        }
        boolean stuck = stuck(now, sendPatience);
        boolean slow = sendPace.tooSlow(
                now, given(), waitingForWindow(), connection.bounds().least());
        if (id() != 0 && (stuck || slow)) {
            connection.giveUp(this, stuck ? Reason.CLIENT_STALLED : Reason.CLIENT_TOO_SLOW);
        }
    }

    private void sweepBody(long now) {
        if (connection.receiveWindowUsedUp()) { // by bodies that backends do not take: this one cannot come
            bodyPace.begin();
            bodyPace.waits(now);
            bodyDeadline = connection.bodyDeadline();
        } else if (now - bodyDeadline >= 0) {
            refuseBody(Reason.REQUEST_TIMEOUT);
        } else if (!responseBegun && bodyPace.tooSlow(now, connection.bounds().least())) {
            refuseBody(Reason.SLOW_REQUEST);
        }
    }

    private void refuseBody(Reason reason) {
        expectContent(-1);
        events.onBodyRefused(reason);
    }

    @Override
    void settle() {
        if (tunnel && outputEnded() && (inputEndTold || closeAfter)) {
            exchangeOver = true;
        }
        if (aborted) {
            connection.remove(this);
        } else if (exchangeOver && outputEnded()) {
            if (!inputEnded()) {
                connection.writeReset(id(), ErrorCode.NO_ERROR); // RFC 9113 section 8.1: the rest is not wanted
            }
            connection.remove(this);
        }
    }

    // ---- the stream's view

    @Override
    boolean contentExpected() {
        return true; // a request's head opens the stream
    }

    @Override
    boolean wanted() {
        return !exchangeOver;
    }

    @Override
    void gotContent(ByteBuf bytes) {
        bodyPace.came(connection.now(), bytes.readableBytes());
        bodyDeadline = connection.bodyDeadline();
        events.onBody(bytes);
    }

    /** Behind a request that asks for a tunnel, the end is the tunnel's. */
    @Override
    boolean endWanted() {
        return tunnel || !tunnelAsked;
    }

    @Override
    void gotEnd(@Nullable Fields last) {
        inputEndTold = true;
        events.onEnd(tunnel ? null : last);
    }

    @Override
    void canWrite() {
        if (!exchangeOver) {
            events.onWritable();
        }
    }

    // ---- the pipeline's view

    @Override
    public ClientConnection connection() {
        return connection.client();
    }

    @Override
    public void demand() {
        if (continueWanted && !responseBegun) {
            continueWanted = false;
            connection.writeContinue(id());
        }
        bodyDeadline = connection.bodyDeadline();
        demandContent();
        if (waitsForContent()) {
            bodyPace.waits(connection.now());
        }
    }

    @Override
    public void interim(ResponseHead interim) {
        boolean unwanted = interim.status() == 100 && !continueWanted;
        if (unwanted || responseBegun || exchangeOver) {
            return;
        }
        continueWanted &= interim.status() != 100;
        connection.writeInterim(id(), interim);
    }

    @Override
    public void upgrade(ResponseHead answer, String protocol) {
        if (responseBegun || exchangeOver) {
            return;
        }
        responseBegun = true;
        tunnel = true;
        remaining = -1;
        Fields fields = answer.fields();
        for (int i = fields.next(WebSocketKey.ACCEPT, -1); i >= 0; i = fields.next(WebSocketKey.ACCEPT, i)) {
            fields.remove(i);
        }
        answer.status(200); // RFC 8441 section 5: what HTTP/1.1 says with 101
        answer.framing(Framing.CHUNKED, 0);
        connection.writeHead(id(), answer, false);
        readyLater();
    }

    @Override
    public void head(ResponseHead answer, boolean bodyExpected) {
        if (responseBegun || exchangeOver) {
            return;
        }
        responseBegun = true;
        remaining = bodyExpected && answer.framing() == Framing.LENGTH ? answer.contentLength() : -1;
        connection.writeHead(id(), answer, !bodyExpected);
        if (!bodyExpected) {
            exchangeOver = true;
            writtenWhole();
        }
    }

    @Override
    public void body(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (exchangeOver || !responseBegun) {
            bytes.release();
            return;
        }
        if (remaining >= 0) {
            remaining -= size;
            if (remaining < 0) {
                bytes.release();
                LOG.error("A response body is longer than its Content-Length");
                abort(Reason.INTERNAL);
                return;
            }
        }
        write(bytes);
    }

    @Override
    public void end(@Nullable Fields trailers) {
        if (exchangeOver || !responseBegun) {
            return;
        }
        if (remaining > 0) {
            LOG.error("A response body is shorter than its Content-Length");
            abort(Reason.INTERNAL);
            return;
        }
        exchangeOver = !tunnel;
        writeEnd(trailers);
    }

    @Override
    public boolean writable() {
        return exchangeOver || takesMore();
    }

    /** A stream ends behind its response anyway, and the others of the connection go on; a tunnel ends with one direction. */
    @Override
    public void closeAfterResponse() {
        closeAfter = true;
        if (tunnel) {
            readyLater(); // it may have said its last word already
        }
    }

    @Override
    public void retire() {
        connection.leave();
    }

    @Override
    public void abort(Reason reason) {
        if (exchangeOver) {
            return;
        }
        exchangeOver = true;
        aborted = true;
        connection.writeReset(id(), code(reason));
        readyLater();
    }

    private static ErrorCode code(Reason reason) {
        return switch (reason) {
            case CLIENT_STALLED, REQUEST_TIMEOUT, SEND_TIMEOUT, UPSTREAM_TIMEOUT -> ErrorCode.CANCEL;
            case BAD_FRAMING, BAD_REQUEST -> ErrorCode.PROTOCOL_ERROR;
            default -> ErrorCode.INTERNAL_ERROR;
        };
    }
}
