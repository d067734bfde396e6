package dev.sluice.engine.netty;

import dev.sluice.engine.netty.http1.BodyReader;
import dev.sluice.engine.netty.http1.ChunkWriter;
import dev.sluice.engine.netty.http1.ConnectionOptions;
import dev.sluice.engine.netty.http1.HeadWriter;
import dev.sluice.engine.netty.http1.ResponseReader;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.forward.UpstreamSide;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a backend: one attempt after the other. What a backend sends while none is under way, or beyond the
 * response it announced, belongs to nobody: the connection is closed and never used again.
 */
final class BackendChannel implements UpstreamSide<ByteBuf>, Turn {
    private static final Logger LOG = LoggerFactory.getLogger(BackendChannel.class);
    /** More interim responses than any backend has reason to send. */
    private static final int MOST_INTERIM = 32;

    private final NettyLane lane;
    private final EndpointPool pool;
    private final ResponseHead response = new ResponseHead();
    private final ResponseReader reader;
    private final BodyReader body;

    private final ChannelHandlerContext context;
    private final Output output;
    private final Input input;
    private @Nullable UpstreamEvents<ByteBuf> events;

    private boolean headSent;
    private boolean chunked;
    private boolean requestEnded;
    private boolean toHead;
    /** The attempt asks for another protocol. */
    private boolean upgradable;
    /** The backend speaks it: what passes is opaque. */
    private boolean tunnel;

    private boolean inputEnded;
    private boolean outputWritten;
    private boolean headRead;
    private boolean responseEnded;
    private boolean keepAlive;
    private int interims;
    private int demand;
    private boolean ready;
    private boolean dirty;
    /** Given back before anything was sent. */
    private boolean unused;
    /** A read or write has failed: an end of the connection is no end of a body. */
    private boolean broken;

    private boolean closed;
    private long idleDeadline;

    BackendChannel(NettyLane lane, EndpointPool pool, ChannelHandlerContext context) {
        this.lane = lane;
        this.pool = pool;
        this.context = context;
        this.output = new Output(context);
        this.input = new Input(context.channel(), lane.resets());
        this.reader = new ResponseReader(response, lane.engine().settings().backendLimits());
        this.body = new BodyReader(lane.engine().settings().backendLimits());
    }

    // ---- the pool's view

    /** Begins an attempt. */
    void begin(UpstreamEvents<ByteBuf> attempt, boolean reused) {
        events = attempt;
        headSent = false;
        requestEnded = false;
        unused = false;
        responseEnded = false;
        interims = 0;
        demand = 0;
        expectHead();
        attempt.onOpen(this, reused);
    }

    boolean usable() {
        return !closed && context.channel().isActive();
    }

    void idleUntil(long deadline) {
        idleDeadline = deadline;
    }

    boolean expired(long now) {
        return now - idleDeadline >= 0;
    }

    void closeIdle() {
        close();
    }

    // ---- the pipeline's view

    @Override
    public void head(RequestHead head, boolean bodyExpected) {
        if (events == null || closed) {
            return;
        }
        headSent = true;
        chunked = bodyExpected && head.framing() == Framing.CHUNKED;
        requestEnded = !bodyExpected;
        upgradable = !head.upgrade().isEmpty();
        toHead = head.method().equals("HEAD");
        HeadWriter.request(output.room(HeadWriter.estimate(head.fields()) + head.targetLength()), head);
        flushLater();
    }

    @Override
    public void body(ByteBuf bytes) {
        if (events == null || closed || broken || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        if (chunked) {
            ChunkWriter.size(output.room(ChunkWriter.SIZE_LINE), bytes.readableBytes());
        }
        output.content(bytes);
        if (chunked) {
            ChunkWriter.endChunk(output.room(2));
        }
        flushLater();
    }

    @Override
    public void end(@Nullable Fields trailers) {
        if (events == null || requestEnded) {
            return;
        }
        requestEnded = true;
        if (chunked && !closed && !broken) {
            ChunkWriter.end(output.room(trailers == null ? 8 : trailers.length() + 8), trailers);
            flushLater();
        }
        if (tunnel && !closed) {
            endOutput();
        }
        advanceLater();
    }

    @Override
    public boolean writable() {
        return closed || broken || context.channel().isWritable();
    }

    @Override
    public void demand() {
        if (events != null) {
            demand++;
            advanceLater();
        }
    }

    @Override
    public void cancel() {
        if (events == null) {
            return;
        }
        events = null;
        if (headSent || closed) {
            close();
        } else {
            unused = true;
            advanceLater();
        }
    }

    // ---- reading

    @Override
    public void advance() {
        ready = false;
        if (unused) {
            unused = false;
            pool.release(this);
            return;
        }
        while (events != null && step()) {}
        if (!closed) {
            input.adjustReading();
        }
    }

    /** Takes one more thing out of what has been read; false if there is none. */
    private boolean step() {
        if (responseEnded) {
            finish();
            return false;
        }
        if (tunnel) {
            return tunnelStep();
        }
        return headRead ? bodyStep() : headStep();
    }

    private boolean headStep() {
        if (input.isEmpty()) {
            if (closed) {
                fail(
                        Reason.UPSTREAM_RESET,
                        reader.begun() ? "closed within a response head" : "closed before a response");
            }
            return false;
        }
        switch (reader.read(input.bytes(), toHead)) {
            case MORE -> input.trim();
            case REFUSED -> {
                fail(Reason.UPSTREAM_PROTOCOL, reader.refusal());
                return false;
            }
            case DONE -> {
                input.trim();
                head();
            }
        }
        return true;
    }

    private void head() {
        if (response.status() == 101 && upgradable) {
            upgraded();
        } else if (response.status() == 101) {
            fail(Reason.UPSTREAM_PROTOCOL, "101 without an Upgrade");
        } else if (response.status() < 200) {
            interim();
        } else {
            finalHead();
        }
    }

    private void upgraded() {
        tunnel = true;
        keepAlive = false;
        requestEnded = false;
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        events().onUpgrade(response);
    }

    private boolean tunnelStep() {
        if (!input.isEmpty()) {
            if (demand == 0) {
                return false;
            }
            demand--;
            events().onBody(input.take());
            return true;
        }
        if (inputEnded) {
            responseEnded = true;
            events().onEnd(null);
            return true;
        }
        if (closed) {
            fail(Reason.UPSTREAM_RESET, "closed within a tunnel");
        }
        return false;
    }

    /** This direction of the tunnel is through. */
    private void endOutput() {
        output.flush();
        HalfClose.output(context, () -> {
            outputWritten = true;
            if (events == null) {
                close();
            }
        });
    }

    private void interim() {
        if (++interims > MOST_INTERIM) {
            fail(Reason.UPSTREAM_PROTOCOL, "more than " + MOST_INTERIM + " interim responses");
            return;
        }
        events().onInterim(response);
        expectHead();
    }

    private void finalHead() {
        headRead = true;
        keepAlive = ConnectionOptions.keepAlive(response.fields(), response.minorVersion());
        boolean none = toHead || response.status() == 204 || response.status() == 304;
        boolean bodyExpected = !none && !(response.framing() == Framing.LENGTH && response.contentLength() == 0);
        body.begin(bodyExpected ? response.framing() : Framing.NONE, response.contentLength());
        responseEnded = !bodyExpected;
        events().onHead(response, bodyExpected);
    }

    private boolean bodyStep() {
        BodyReader.State state = body.read(input.bytesOrNone());
        return switch (state) {
            case ENDED -> ended();
            case BROKEN -> {
                fail(Reason.UPSTREAM_PROTOCOL, "malformed chunked body");
                yield false;
            }
            case CONTENT -> content();
            case MORE -> moreBody();
        };
    }

    private boolean content() {
        if (demand == 0) {
            return false;
        }
        demand--;
        ByteBuf piece = body.take(input.bytes());
        input.trim();
        events().onBody(piece);
        return true;
    }

    private boolean moreBody() {
        input.trim();
        if (!closed) {
            return false;
        }
        if (body.endsWithConnection() && !broken) {
            return ended();
        }
        fail(Reason.UPSTREAM_RESET, "closed within a response body");
        return false;
    }

    private boolean ended() {
        input.trim();
        responseEnded = true;
        events().onEnd(body.trailers());
        return true;
    }

    /** Both halves are through: the connection goes back to the pool if nothing speaks against it. */
    private void finish() {
        if (!requestEnded) {
            return;
        }
        events = null;
        if (tunnel) {
            closeTunnel();
        } else if (keepAlive && !closed && !broken && input.isEmpty() && !body.endsWithConnection()) {
            pool.release(this);
        } else {
            close();
        }
    }

    /** Both directions have ended; what the backend has not yet taken waits for it, but not for ever. */
    private void closeTunnel() {
        if (outputWritten) {
            close();
        } else {
            long millis = lane.engine().settings().clientWaits().linger().toMillis();
            context.executor().schedule(this::close, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void expectHead() {
        headRead = false;
        reader.begin();
    }

    private void fail(Reason reason, String detail) {
        UpstreamEvents<ByteBuf> attempt = events();
        events = null;
        close();
        attempt.onFailed(reason, detail);
    }

    // ---- the channel's view

    void read(ByteBuf bytes) {
        if (events == null || (!headSent && bytes.isReadable())) {
            bytes.release();
            unasked();
            return;
        }
        input.add(bytes);
        advance();
    }

    private void unasked() {
        if (events != null) {
            fail(Reason.UPSTREAM_PROTOCOL, "bytes before a request");
        } else {
            close();
        }
    }

    /** The backend has ended its direction of a tunnel. */
    void inputEnded() {
        inputEnded = true;
        input.ended();
        advance();
    }

    void writabilityChanged() {
        if (events != null && headSent && !requestEnded && writable()) {
            events.onWritable();
        }
    }

    void inactive() {
        closed = true;
        pool.closed(this);
        advance();
        if (events == null) {
            input.discard();
        }
        output.discard();
    }

    void broken(Throwable cause) {
        broken = true;
        if (tunnel && events != null) {
            fail(Reason.UPSTREAM_RESET, "broken within a tunnel");
            return;
        }
        if (!ConnectionFault.ofPeer(cause)) {
            LOG.error("Connection to {} failed", pool.endpoint(), cause);
            close();
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.error("Exchange with {} failed", pool.endpoint(), cause);
        close();
    }

    @Override
    public void flush() {
        dirty = false;
        output.flush();
    }

    private void close() {
        input.discard();
        Closing.close(context);
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

    private UpstreamEvents<ByteBuf> events() {
        UpstreamEvents<ByteBuf> attempt = events;
        if (attempt == null) {
            throw new IllegalStateException("no attempt is under way");
        }
        return attempt;
    }
}
