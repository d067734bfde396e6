package dev.sluice.engine.netty;

import dev.sluice.engine.netty.NettySettings.ClientWaits;
import dev.sluice.engine.netty.http1.Http1Limits;
import dev.sluice.engine.netty.http2.ConnectionError;
import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.engine.netty.http2.FrameWriter;
import dev.sluice.engine.netty.http2.HpackWriter;
import dev.sluice.engine.netty.http2.RequestBlock;
import dev.sluice.engine.netty.http2.SettingId;
import dev.sluice.engine.netty.http2.TrailerBlock;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.Pipeline;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP/2 connection from a client: each stream is one request with an exchange of its own. */
final class Http2ClientChannel extends Http2Connection<Http2ClientStream> implements Kept {
    private static final Logger LOG = LoggerFactory.getLogger(Http2ClientChannel.class);
    /** Streams that are kept to be used again while others are open. */
    private static final int MOST_SPARE = 32;

    private static final long LEAVING = 0x736c75696365L;

    private enum Phase {
        OPEN,
        /** GOAWAY without a last stream was sent: those that are on their way are still taken. */
        LEAVING,
        /** GOAWAY with the last stream was sent: ends behind it. */
        LAST,
        /** Closed towards the client, who may still be sending. */
        LINGER
    }

    private final ClientConnection client;
    private final Pipeline pipeline;
    private final ClientWaits waits;
    private final ClientBounds bounds;
    private final SendPace sendPace = new SendPace();
    private final RequestBlock requests;
    private final TrailerBlock trailers;
    private final ArrayDeque<Http2ClientStream> spare = new ArrayDeque<>(2);
    private Phase phase = Phase.OPEN;
    private int slot;
    private int lastStream;
    /** Requests above it are not taken. */
    private int lastTaken = Integer.MAX_VALUE;

    private boolean inputEnded;
    /** What was written before {@link Phase#LINGER} has gone out. */
    private boolean lastWritten;

    private boolean waitsForFrame;
    private long deadline;
    private long dropped;
    private long unsent;
    private long sendDeadline;

    Http2ClientChannel(NettyLane lane, ClientConnection client, ChannelHandlerContext context, Pipeline pipeline) {
        super(
                lane,
                context,
                lane.engine().settings().clientHttp2(),
                lane.engine().settings().clientLimits().headBytes());
        NettySettings settings = lane.engine().settings();
        Http1Limits heads = settings.clientLimits();
        this.client = client;
        this.pipeline = pipeline;
        this.waits = settings.clientWaits();
        this.bounds = settings.clientBounds();
        this.requests = new RequestBlock(heads.startLineBytes(), heads.fields());
        this.trailers = new TrailerBlock(heads.fields());
        this.deadline = after(waits.idle());
        announce(
                SettingId.MAX_CONCURRENT_STREAMS,
                limits().streams(),
                SettingId.MAX_HEADER_LIST_SIZE,
                heads.headBytes(),
                SettingId.ENABLE_CONNECT_PROTOCOL,
                1);
    }

    // ---- for streams

    ClientConnection client() {
        return client;
    }

    long bodyDeadline() {
        return after(waits.body());
    }

    ClientBounds bounds() {
        return bounds;
    }

    long now() {
        return lane().clock().nanos();
    }

    void writeHead(int stream, ResponseHead head, boolean last) {
        if (lane().engine().windingDown()) {
            leave();
        }
        block(stream, head, head.framing(), last, lane().clock().dateLine());
    }

    void writeInterim(int stream, ResponseHead head) {
        block(stream, head, Framing.CHUNKED, false, null);
    }

    void writeContinue(int stream) {
        ResponseHead head = new ResponseHead();
        head.status(100);
        writeInterim(stream, head);
    }

    private void block(int stream, ResponseHead head, Framing framing, boolean last, byte @Nullable [] date) {
        ByteBuf out = output().room(HpackWriter.estimate(head.fields()) + FrameWriter.HEADER);
        int at = FrameWriter.beginBlock(out);
        HpackWriter.response(out, head, framing, date);
        FrameWriter.endBlock(out, at, stream, last, peer().maxFrame());
        flushLater();
    }

    /** The stream is over. Outside of the pipeline's calls. */
    void remove(Http2ClientStream stream) {
        streams().remove(stream.id());
        stream.gone();
        if (spare.size() < MOST_SPARE) {
            spare.push(stream);
        }
        if (streams().isEmpty()) {
            if (phase == Phase.OPEN) { // one that is to leave gets no more time by asking on
                deadline = after(waits.idle());
            }
            advanceLater();
        }
    }

    // ---- what comes

    @Override
    void fields(int stream, byte[] block, int length, boolean last) {
        Http2ClientStream known = streams().get(stream);
        if (known != null) {
            trailers(known, block, length, last);
        } else if (stream <= lastStream) {
            unknown(stream);
            idleFrame();
            ignored(block, length);
        } else if ((stream & 1) == 0) {
            throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a request on a stream of ours");
        } else {
            lastStream = stream;
            request(stream, block, length, last);
        }
    }

    private void request(int stream, byte[] block, int length, boolean last) {
        if (stream > lastTaken) {
            idleFrame();
            ignored(block, length); // GOAWAY has said so
            return;
        }
        if (streams().size() >= limits().streams()) {
            ignored(block, length);
            idleFrame();
            lane().engine().refused(Reason.HTTP2_STREAMS);
            writeReset(stream, ErrorCode.REFUSED_STREAM);
            return;
        }
        Http2ClientStream begun = spare.isEmpty() ? new Http2ClientStream(this, pipeline) : spare.pop();
        Reason refused;
        try {
            refused = requests.read(hpack(), block, length, begun.head(), last);
        } catch (ConnectionError error) {
            spare.push(begun);
            throw error;
        }
        carried();
        streams().put(stream, begun);
        begun.begin(stream, refused, last);
    }

    private void trailers(Http2ClientStream stream, byte[] block, int length, boolean last) {
        Fields fields = new Fields(256, 4);
        boolean sound = trailers.read(hpack(), block, length, fields);
        ErrorCode error = sound && last ? stream.inputEnds(fields) : ErrorCode.PROTOCOL_ERROR;
        if (error != null) {
            wrong(stream, error);
        }
    }

    /** What both sides remember of fields must not differ, even where a block is of no use. */
    private void ignored(byte[] block, int length) {
        trailers.read(hpack(), block, length, new Fields(256, 4));
    }

    @Override
    void wasReset(Http2ClientStream stream, ErrorCode code) {
        remove(stream);
        resetByPeer();
    }

    @Override
    void wrong(Http2ClientStream stream, ErrorCode error) {
        writeReset(stream.id(), error);
        remove(stream);
        resetByPeer();
    }

    @Override
    void unknown(int stream) {
        if (stream > lastStream) {
            throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a frame of a stream that has not begun");
        }
    }

    @Override
    public void goAway(int last, ErrorCode code) {
        idleFrame();
        leave(); // whoever says so opens no more streams; nothing is pushed to them
    }

    @Override
    void pinged(long content) {
        if (phase == Phase.LEAVING && content == LEAVING) {
            sayLast(ErrorCode.NO_ERROR, "");
        }
    }

    @Override
    void peerChanged() {}

    @Override
    boolean stalled() {
        return !channelWritable(); // who does not read the responses it has is given no more
    }

    @Override
    boolean deaf() {
        return phase == Phase.LINGER;
    }

    // ---- the end

    /** Ends the connection behind the requests that are on their way. */
    void leave() {
        if (phase == Phase.OPEN) {
            phase = Phase.LEAVING;
            // RFC 9113 section 6.8: what the client sends until it has read this is still taken.
            FrameWriter.goAway(output().room(64), Integer.MAX_VALUE, ErrorCode.NO_ERROR, "");
            FrameWriter.ping(output().room(32), LEAVING, false);
            flushLater();
            deadline = after(waits.linger());
        }
    }

    private void sayLast(ErrorCode code, String debug) {
        if (phase == Phase.OPEN || phase == Phase.LEAVING) {
            phase = Phase.LAST;
            lastTaken = lastStream;
            FrameWriter.goAway(output().room(64 + debug.length()), lastStream, code, debug);
            flushLater();
            advanceLater();
        }
    }

    @Override
    void settle() {
        if (phase == Phase.LAST && streams().isEmpty()) {
            beginClose();
        } else if (inputEnded && streams().isEmpty() && phase != Phase.LINGER) {
            beginClose();
        } else if (withinFrame() != waitsForFrame) {
            waitsForFrame = !waitsForFrame;
            deadline = after(waitsForFrame ? waits.head() : phase == Phase.OPEN ? waits.idle() : waits.linger());
        }
    }

    /** As for HTTP/1: the client shall be able to read what was written. */
    private void beginClose() {
        phase = Phase.LINGER;
        deadline = after(waits.linger());
        discardInput();
        flushNow();
        HalfClose.output(context(), () -> {
            lastWritten = true;
            deadline = after(waits.linger());
            if (inputEnded || !context().channel().isActive()) {
                close();
            }
        });
    }

    @Override
    void dropped(int bytes) {
        dropped += bytes;
        if (dropped > waits.lingerBytes() && !closed()) {
            close();
        }
    }

    @Override
    void broken(ConnectionError error) {
        if (closed() || phase == Phase.LINGER) {
            return;
        }
        lane().engine().cut(error.reason());
        LOG.debug("HTTP/2 of {} ended: {} {}", client.clientAddress(), error.code(), error.what());
        phase = Phase.LAST;
        int last = Math.min(lastStream, lastTaken); // RFC 9113 section 6.8: never more than was said before
        FrameWriter.goAway(output().room(64 + error.what().length()), last, error.code(), error.what());
        goneAll();
        beginClose();
    }

    private void goneAll() {
        for (Http2ClientStream stream : List.copyOf(streams().values())) {
            streams().remove(stream.id());
            stream.gone();
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

    /** Also where nothing is under way: a request may be on its way. */
    @Override
    public void drain() {
        leave();
    }

    @Override
    public void cut() {
        cut(Reason.SHUTDOWN);
    }

    /** Ends the connection, whatever is under way. */
    private void cut(Reason reason) {
        List.copyOf(streams().values()).forEach(stream -> {
            streams().remove(stream.id());
            stream.cut(reason);
        });
        close();
    }

    /** Ends one stream because of how its client treats it. */
    void giveUp(Http2ClientStream stream, Reason reason) {
        writeReset(stream.id(), ErrorCode.CANCEL);
        streams().remove(stream.id());
        stream.cut(reason);
        remove(stream);
    }

    @Override
    public void sweep(long now) {
        if (closed()) {
            return;
        }
        if (!streams().isEmpty()) {
            long patience = waits.send().toNanos();
            boolean noMoreWindows = inputEnded && readOut();
            for (Http2ClientStream stream : List.copyOf(streams().values())) {
                if (noMoreWindows && stream.needsWindow()) {
                    giveUp(stream, Reason.CLIENT_ABORTED);
                } else {
                    stream.sweep(now, patience);
                }
            }
        } else if (!spare.isEmpty()) {
            spare.removeLast(); // little by little: idle connections keep nothing
        }
        if (lane().engine().windingDown()) {
            leave();
        }
        if (now - deadline >= 0) {
            expired();
        }
        unsent(now);
    }

    private void expired() {
        if (phase == Phase.LINGER) {
            if (lastWritten) { // until then the bounds of writing hold
                close();
            }
        } else if (waitsForFrame) {
            broken(new ConnectionError(
                    ErrorCode.ENHANCE_YOUR_CALM, Reason.REQUEST_TIMEOUT, "a frame that does not end"));
        } else if (phase == Phase.LEAVING || (phase == Phase.OPEN && streams().isEmpty())) {
            sayLast(ErrorCode.NO_ERROR, "");
        }
    }

    private void unsent(long now) {
        long bytes = unwritten();
        if (bytes == 0 || bytes != unsent) {
            unsent = bytes;
            sendDeadline = now + waits.send().toNanos();
        } else if (now - sendDeadline >= 0) {
            cut(Reason.CLIENT_STALLED);
        }
        if (!closed() && sendPace.tooSlow(now, given(), waiting(), bounds.least())) {
            cut(Reason.CLIENT_TOO_SLOW);
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.error("An HTTP/2 connection failed", cause);
        close();
        goneAll();
    }

    private long after(Duration wait) {
        return lane().clock().nanos() + wait.toNanos();
    }

    // ---- the channel's view

    /** The client will send no more, but may still read. */
    void inputEnded() {
        inputEnded = true;
        inputEnds();
        if (phase == Phase.LINGER) {
            if (lastWritten) {
                close();
            }
            return;
        }
        for (Http2ClientStream stream : List.copyOf(streams().values())) {
            if (!stream.inputEnded()) {
                remove(stream); // what it was sending will not be completed
            }
        }
        advance();
    }

    void writabilityChanged() {
        if (channelWritable() && !closed()) {
            unblockAll();
        }
    }

    void inactive() {
        discard();
        goneAll();
    }

    void broken(Throwable cause) {
        if (!ConnectionFault.ofPeer(cause)) {
            LOG.error("A client's connection failed", cause);
        }
        close();
    }
}
