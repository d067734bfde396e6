package dev.sluice.engine.netty;

import dev.sluice.engine.BodyPace;
import dev.sluice.engine.netty.NettySettings.ClientWaits;
import dev.sluice.engine.netty.http1.BodyReader;
import dev.sluice.engine.netty.http1.ConnectionOptions;
import dev.sluice.engine.netty.http1.HeadWriter;
import dev.sluice.engine.netty.http1.RequestReader;
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
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection from a client: one request after the other, each read when the last exchange has ended. */
final class ClientChannel implements ClientSide<ByteBuf>, Turn, Kept {
    private static final Logger LOG = LoggerFactory.getLogger(ClientChannel.class);
    private static final long NEVER = Long.MAX_VALUE;

    private enum Phase {
        /** Waits for a request or reads its head. */
        HEAD,
        /** Reads a request body. */
        BODY,
        /** The request has been read, or will not be read on; the response is under way. */
        RESPONSE,
        /** Opaque bytes, either way, each until its end. */
        TUNNEL,
        /** Closed towards the client, who may still be sending. */
        LINGER,
        CLOSED
    }

    private final NettyLane lane;
    private final ClientConnection connection;
    private final ChannelHandlerContext context;
    private final ClientWaits waits;
    private final Input input;
    private final Output output;
    private final ResponseWriting response;
    private final RequestHead head = new RequestHead();
    private final RequestReader reader;
    private final BodyReader body;
    private final ClientEvents<ByteBuf> events;
    private final ClientBounds bounds;
    private final BodyPace bodyPace = new BodyPace();
    private final SendPace sendPace = new SendPace();

    private Phase phase = Phase.HEAD;
    private int slot;
    private int demand;
    private boolean toHead;
    private int minorVersion;
    /** The client asks for the connection to stay. */
    private boolean kept = true;

    private boolean closeAfter;
    private boolean continueWanted;
    /** The request under way has been read to its end. */
    private boolean requestEnded;

    private boolean inputEnded;
    private boolean inputEndTold;
    private boolean outputEnded;
    private boolean outputWritten;
    private boolean goneTold;
    /** What was written before {@link Phase#LINGER} has gone out. */
    private boolean lastWritten;

    private boolean ready;
    private boolean dirty;
    private long deadline = NEVER;
    private long dropped;
    private int requests;
    private long unsent;
    private long sendDeadline;

    ClientChannel(NettyLane lane, ClientConnection connection, ChannelHandlerContext context, Pipeline pipeline) {
        this.lane = lane;
        this.connection = connection;
        this.context = context;
        NettySettings settings = lane.engine().settings();
        this.waits = settings.clientWaits();
        this.bounds = settings.clientBounds();
        this.input = new Input(context.channel(), lane.resets());
        this.output = new Output(context);
        this.response = new ResponseWriting(output);
        this.reader = new RequestReader(head, settings.clientLimits());
        this.body = new BodyReader(settings.clientLimits());
        this.events = pipeline.connected(this, lane);
        expectHead();
    }

    // ---- the pipeline's view

    @Override
    public ClientConnection connection() {
        return connection;
    }

    @Override
    public void demand() {
        demand++;
        if (continueWanted && !response.begun() && phase == Phase.BODY) {
            continueWanted = false;
            if (input.isEmpty()) {
                HeadWriter.continueInterim(output.room(32));
                flushLater();
            }
        }
        advanceLater();
    }

    @Override
    public void interim(ResponseHead interim) {
        boolean unwanted = interim.status() == 100 && !continueWanted;
        if (minorVersion == 0 || unwanted || response.begun() || over()) {
            return;
        }
        continueWanted &= interim.status() != 100;
        HeadWriter.interim(output.room(HeadWriter.estimate(interim.fields())), interim);
        flushLater();
    }

    @Override
    public void upgrade(ResponseHead answer, String protocol) {
        if (response.begun() || over()) {
            return;
        }
        response.tunnel(answer, protocol);
        phase = Phase.TUNNEL;
        requestEnded = false;
        deadline = NEVER;
        closeAfter = false;
        flushLater();
        advanceLater();
    }

    @Override
    public void head(ResponseHead answer, boolean bodyExpected) {
        if (response.begun() || over()) {
            return;
        }
        Framing framing = ResponseWriting.framing(answer, bodyExpected, minorVersion, toHead);
        // Whether a client that was not told to continue sends its body nobody can know (RFC 9110 section 10.1.1).
        boolean bodyUnsure = continueWanted && phase == Phase.BODY;
        closeAfter |= !kept
                || bodyUnsure
                || framing == Framing.UNTIL_CLOSE
                || lane.engine().windingDown();
        HeadWriter.Connection says = HeadWriter.Connection.NOT_SAID;
        if (closeAfter) {
            says = HeadWriter.Connection.CLOSE;
        } else if (minorVersion == 0) {
            says = HeadWriter.Connection.KEEP_ALIVE;
        }
        response.head(answer, framing, bodyExpected, says, lane.clock().dateLine());
        flushLater();
        advanceLater();
    }

    @Override
    public void body(ByteBuf bytes) {
        if (over()) {
            bytes.release();
        } else if (response.body(bytes)) {
            flushLater();
        } else {
            LOG.error("A response body is longer than its Content-Length");
            abort(Reason.INTERNAL);
        }
    }

    @Override
    public void end(@Nullable Fields trailers) {
        if (over() || !response.begun() || response.ended()) {
            return;
        }
        if (response.end(trailers)) {
            flushLater();
            advanceLater();
        } else {
            LOG.error("A response body is shorter than its Content-Length");
            abort(Reason.INTERNAL);
        }
    }

    @Override
    public boolean writable() {
        return over() || context.channel().isWritable();
    }

    @Override
    public void closeAfterResponse() {
        closeAfter = true;
        advanceLater();
    }

    @Override
    public void dropBody() {
        if (phase != Phase.BODY || !body.endsWithin(input.bytesOrNone())) {
            closeAfterResponse();
        }
    }

    @Override
    public void retire() {
        closeAfterResponse();
    }

    @Override
    public void abort(Reason reason) {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (response.untilClose()) {
            reset();
        }
        close();
    }

    /** An ordinary end of the connection would pass for the end of the body. */
    private void reset() {
        if (context.channel().isActive()) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        Closing.cut(context.channel());
    }

    private boolean over() {
        return phase == Phase.LINGER || phase == Phase.CLOSED;
    }

    // ---- reading

    @Override
    public void advance() {
        ready = false;
        while (step()) {}
        if (phase != Phase.CLOSED) {
            input.adjustReading();
        }
    }

    /** Takes one more thing out of what has been read; false if there is none or nobody wants it yet. */
    private boolean step() {
        if (response.ended() && closeAfter && !over()) {
            beginClose();
            return false;
        }
        return switch (phase) {
            case HEAD -> headStep();
            case BODY -> bodyStep();
            case RESPONSE -> responseStep();
            case TUNNEL -> tunnelStep();
            case LINGER -> drop();
            case CLOSED -> false;
        };
    }

    private boolean headStep() {
        if (input.isEmpty()) {
            if (inputEnded) {
                beginClose();
            }
            return false;
        }
        if (!context.channel().isWritable()) {
            return false; // who does not read the responses it has is given no more
        }
        if (!reader.begun()) {
            deadline = after(waits.head());
        }
        switch (reader.read(input.bytes())) {
            case MORE -> input.trim();
            case DONE -> {
                input.trim();
                beginExchange();
            }
            case REFUSED -> refuse(reader.refusal());
        }
        return true;
    }

    private void beginExchange() {
        knowHead();
        continueWanted = minorVersion > 0 && head.framing() != Framing.NONE && expectsContinue();
        body.begin(head.framing(), head.contentLength());
        bodyPace.begin();
        phase = head.framing() == Framing.NONE ? Phase.RESPONSE : Phase.BODY;
        requestEnded = phase == Phase.RESPONSE;
        boolean complete = requestEnded;
        events.onHead(head, null);
        if (complete && phase == Phase.RESPONSE) {
            events.onEnd(null);
        }
    }

    private void refuse(@Nullable Reason reason) {
        knowHead();
        closeAfter = true;
        phase = Phase.RESPONSE;
        events.onHead(head, reason);
    }

    /** Notes what the pipeline may take out of the head. */
    private void knowHead() {
        deadline = NEVER;
        minorVersion = head.minorVersion();
        toHead = head.method().equals("HEAD");
        kept = ConnectionOptions.keepAlive(head.fields(), minorVersion) && ++requests < bounds.requests();
    }

    private boolean expectsContinue() {
        int expect = head.fields().find(KnownField.EXPECT);
        return expect >= 0 && head.fields().valueIs(expect, "100-continue");
    }

    private boolean bodyStep() {
        return switch (body.read(input.bytesOrNone())) {
            case ENDED -> bodyEnded();
            case BROKEN -> refuseBody(Reason.BAD_FRAMING);
            case CONTENT -> response.ended() ? dropContent() : content();
            case MORE -> moreBody();
        };
    }

    private boolean content() {
        if (demand == 0) {
            deadline = NEVER;
            return false;
        }
        demand--;
        ByteBuf piece = body.take(input.bytes());
        bodyPace.came(lane.clock().nanos(), piece.readableBytes());
        input.trim();
        events.onBody(piece);
        return true;
    }

    /** The response has ended before the request: what is left is read over, if it is not much. */
    private boolean dropContent() {
        ByteBuf piece = body.take(input.bytes());
        dropped += piece.readableBytes();
        piece.release();
        input.trim();
        closeAfter |= dropped > waits.lingerBytes();
        return true;
    }

    private boolean moreBody() {
        input.trim();
        if (inputEnded) {
            if (response.ended()) {
                beginClose();
            } else {
                gone();
            }
            return false;
        }
        if (demand > 0) {
            bodyPace.waits(lane.clock().nanos());
        }
        deadline = demand > 0 || response.ended() ? after(waits.body()) : NEVER;
        return false;
    }

    private boolean bodyEnded() {
        input.trim();
        phase = Phase.RESPONSE;
        requestEnded = true;
        deadline = NEVER;
        if (!response.ended()) {
            events.onEnd(body.trailers());
        }
        return true;
    }

    private boolean refuseBody(Reason reason) {
        closeAfter = true;
        phase = Phase.RESPONSE;
        deadline = NEVER;
        if (!response.ended()) {
            events.onBodyRefused(reason);
        }
        return true;
    }

    private boolean responseStep() {
        if (!response.ended()) {
            return false;
        }
        expectHead();
        return true;
    }

    private boolean tunnelStep() {
        endTunnelOutput(); // whatever is held of the other direction
        if (!input.isEmpty()) {
            if (demand == 0) {
                return false;
            }
            demand--;
            events.onBody(input.take());
            return true;
        }
        if (inputEnded && !inputEndTold) {
            inputEndTold = true;
            events.onEnd(null);
            return true;
        }
        closeTunnel();
        return false;
    }

    private void endTunnelOutput() {
        if (response.ended() && !outputEnded) {
            outputEnded = true;
            output.flush();
            HalfClose.output(context, () -> {
                outputWritten = true;
                if (phase == Phase.LINGER) {
                    linger();
                } else {
                    closeTunnel();
                }
            });
        }
    }

    private void closeTunnel() {
        if (phase == Phase.TUNNEL && inputEndTold && outputWritten) {
            close();
        }
    }

    private void expectHead() {
        reader.begin();
        response.begin();
        demand = 0;
        dropped = 0;
        continueWanted = false;
        requestEnded = false;
        phase = Phase.HEAD;
        deadline = after(waits.idle());
    }

    private boolean drop() {
        dropped += input.bytesOrNone().readableBytes();
        input.discard();
        if (dropped > waits.lingerBytes()) {
            close();
        }
        return false;
    }

    // ---- closing

    /**
     * Ends the connection so that the client can read the response: a socket closed with unread bytes is reset, and a
     * reset takes what is on its way with it (RFC 9112 section 9.6).
     */
    private void beginClose() {
        boolean expected = !kept && requestEnded && input.isEmpty();
        phase = Phase.LINGER;
        deadline = NEVER;
        dropped = 0;
        input.discard();
        if (!outputEnded) {
            output.flush();
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
                if (expected || inputEnded || !written.isSuccess()) {
                    close();
                } else {
                    HalfClose.endOutput(context.channel());
                    linger();
                }
            });
        } else if (outputWritten) {
            linger();
        }
    }

    /** What the client still sends is read over, until it ends or has had its time. */
    private void linger() {
        lastWritten = true;
        if (inputEnded) {
            close();
        } else {
            deadline = after(waits.linger());
        }
    }

    private void gone() {
        close();
        tellGone();
    }

    private void close() {
        phase = Phase.CLOSED;
        input.discard();
        output.flush();
        Closing.close(context);
    }

    private void tellGone() {
        if (!goneTold) {
            goneTold = true;
            events.onGone();
        }
    }

    // ---- the lane's view

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int value) {
        slot = value;
    }

    @Override
    public void drain() {
        boolean idle = phase == Phase.HEAD && !reader.begun() && input.isEmpty();
        closeAfter |= phase != Phase.TUNNEL; // a tunnel has no response to close behind
        if (idle) {
            beginClose();
        }
    }

    @Override
    public void cut() {
        cut(Reason.SHUTDOWN);
    }

    /** Ends the connection, whatever is under way. */
    private void cut(Reason reason) {
        if (phase != Phase.CLOSED && phase != Phase.TUNNEL && response.untilClose() && !response.ended()) {
            reset();
        }
        close();
        if (!goneTold) {
            goneTold = true;
            events.onCut(reason);
        }
    }

    @Override
    public void sweep(long now) {
        if (deadline != NEVER && now - deadline >= 0) {
            expired();
        }
        var unwritten = context.channel().unsafe().outboundBuffer();
        long bytes = unwritten == null ? 0 : unwritten.totalPendingWriteBytes();
        if (bytes == 0 || bytes != unsent) {
            unsent = bytes;
            sendDeadline = now + waits.send().toNanos();
        } else if (now - sendDeadline >= 0) {
            cut(Reason.CLIENT_STALLED);
            return;
        }
        if (sendPace.tooSlow(now, output.written(), bytes, bounds.least())) {
            cut(Reason.CLIENT_TOO_SLOW);
        }
        // Who is answered already may take its time: both sides stream.
        if (phase == Phase.BODY && !response.begun() && bodyPace.tooSlow(now, bounds.least())) {
            refuseBody(Reason.SLOW_REQUEST);
        }
    }

    private void expired() {
        switch (phase) {
            case HEAD -> {
                if (reader.begun()) {
                    refuse(Reason.REQUEST_TIMEOUT);
                } else {
                    beginClose();
                }
            }
            case BODY -> refuseBody(Reason.REQUEST_TIMEOUT);
            case RESPONSE, TUNNEL, CLOSED -> deadline = NEVER;
            case LINGER -> close();
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.error("An exchange failed", cause);
        gone();
    }

    @Override
    public void flush() {
        dirty = false;
        output.flush();
    }

    private long after(Duration wait) {
        return lane.clock().nanos() + wait.toNanos();
    }

    private void advanceLater() {
        if (!ready) {
            ready = true;
            lane.turns().ready(this);
        }
    }

    private void flushLater() {
        if (!dirty) {
            dirty = true;
            lane.turns().dirty(this);
        }
    }

    // ---- the channel's view

    void read(ByteBuf bytes) {
        if (phase == Phase.CLOSED) {
            bytes.release();
            return;
        }
        input.add(bytes);
        advance();
    }

    /** The client will send no more, but may still read. */
    void inputEnded() {
        inputEnded = true;
        input.ended();
        if (phase != Phase.LINGER) {
            advance();
        } else if (lastWritten) {
            close();
        }
    }

    void writabilityChanged() {
        if (over() || !writable()) {
            return;
        }
        if (response.begun() && !response.ended()) {
            events.onWritable();
        } else {
            advanceLater();
        }
    }

    void inactive() {
        phase = Phase.CLOSED;
        input.discard();
        output.discard();
        tellGone();
    }

    void broken(Throwable cause) {
        if (!ConnectionFault.ofPeer(cause)) {
            LOG.error("A client's connection failed", cause);
        }
        close();
    }
}
