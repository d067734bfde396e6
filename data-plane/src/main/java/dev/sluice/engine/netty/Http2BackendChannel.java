package dev.sluice.engine.netty;

import dev.sluice.engine.netty.http1.Http1Limits;
import dev.sluice.engine.netty.http2.ConnectionError;
import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.engine.netty.http2.FrameWriter;
import dev.sluice.engine.netty.http2.HpackWriter;
import dev.sluice.engine.netty.http2.Preface;
import dev.sluice.engine.netty.http2.ResponseBlock;
import dev.sluice.engine.netty.http2.SettingId;
import dev.sluice.engine.netty.http2.TrailerBlock;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP/2 connection to a backend: each stream is one attempt. */
final class Http2BackendChannel extends Http2Connection<Http2BackendStream> {
    private static final Logger LOG = LoggerFactory.getLogger(Http2BackendChannel.class);
    private static final int MOST_SPARE = 64;

    private final Http2Pool pool;
    private final ResponseBlock responses;
    private final TrailerBlock trailers;
    private final String scheme;
    private final int headBytes;
    private final ArrayDeque<Http2BackendStream> spare = new ArrayDeque<>(4);
    private int nextStream = 1;
    /** No more streams are opened; those that are open end. */
    private boolean leaving;

    /** The backend has said what it takes: from then on it is asked. */
    private boolean known;

    private long idleDeadline;
    /** When something last came. */
    private long lastRead = System.nanoTime();

    /** @param scheme {@code http} or {@code https}: what the connection is */
    Http2BackendChannel(NettyLane lane, Http2Pool pool, ChannelHandlerContext context, String scheme) {
        super(
                lane,
                context,
                lane.engine().settings().backendHttp2(),
                lane.engine().settings().backendLimits().headBytes());
        Http1Limits heads = lane.engine().settings().backendLimits();
        this.headBytes = heads.headBytes();
        this.pool = pool;
        this.scheme = scheme;
        this.responses = new ResponseBlock(heads.fields());
        this.trailers = new TrailerBlock(heads.fields());
    }

    /** The connection has been made. */
    void opened() {
        Preface.write(output().room(128));
        announce(SettingId.ENABLE_PUSH, 0, SettingId.MAX_HEADER_LIST_SIZE, headBytes);
        idleUntil();
    }

    // ---- the pool's view

    boolean hasRoom() {
        return known && !leaving && !closed() && streams().size() < Math.min(limits().streams(), peer().maxStreams());
    }

    /** Begins an attempt; only if it {@link #hasRoom}. */
    void begin(UpstreamEvents<ByteBuf> events) {
        Http2BackendStream stream = spare.isEmpty() ? new Http2BackendStream(this) : spare.pop();
        stream.begin(events, nextStream > 1);
    }

    void sweep(long now, boolean retired) {
        if (closed()) {
            return;
        }
        if (streams().isEmpty()) {
            if (retired || now - idleDeadline >= 0) {
                leave(ErrorCode.NO_ERROR, "");
                flushNow();
                settle();
            }
            return;
        }
        if (now - idleDeadline >= 0) {
            idleUntil();
            for (Http2BackendStream stream : List.copyOf(streams().values())) {
                if (stream.lingers()) {
                    writeReset(stream.id(), ErrorCode.CANCEL);
                    remove(stream);
                }
            }
        }
    }

    private void idleUntil() {
        idleDeadline = lane().clock().nanos()
                + lane().engine().settings().connections().idle().toNanos();
    }

    // ---- for streams

    ResponseBlock responses() {
        return responses;
    }

    TrailerBlock trailers() {
        return trailers;
    }

    /** Opens the stream on the wire. */
    void writeHead(Http2BackendStream stream, RequestHead head, boolean last) {
        write(stream, head, "", last);
    }

    /** Opens the stream with extended CONNECT. */
    void writeConnect(Http2BackendStream stream, RequestHead head, String protocol) {
        write(stream, head, protocol, false);
    }

    private void write(Http2BackendStream stream, RequestHead head, String protocol, boolean last) {
        int id = nextStream;
        nextStream += 2;
        stream.open(id);
        streams().put(id, stream);
        ByteBuf out = output().room(HpackWriter.estimate(head.fields()) + head.targetLength() + FrameWriter.HEADER);
        int at = FrameWriter.beginBlock(out);
        HpackWriter.request(out, head, scheme, protocol);
        FrameWriter.endBlock(out, at, id, last, peer().maxFrame());
        flushLater();
        if (nextStream < 0) {
            leave(ErrorCode.NO_ERROR, ""); // all numbers are used
        }
    }

    /** The stream is over. Outside of the pipeline's calls. */
    void remove(Http2BackendStream stream) {
        if (stream.id() == 0) {
            return;
        }
        streams().remove(stream.id());
        stream.over();
        giveBack(stream);
        if (streams().isEmpty()) {
            idleUntil();
        }
        advanceLater(); // there is room for those who wait
    }

    /** The stream has never begun, or is over. */
    void giveBack(Http2BackendStream stream) {
        if (spare.size() < MOST_SPARE) {
            spare.push(stream);
        }
    }

    // ---- what comes

    @Override
    void fields(int stream, byte[] block, int length, boolean last) {
        Http2BackendStream known = streams().get(stream);
        if (known != null) {
            carried();
            known.fields(block, length, last);
        } else {
            unknown(stream);
            trailers.read(hpack(), block, length, new Fields(256, 4)); // both sides remember the same
        }
    }

    @Override
    void wasReset(Http2BackendStream stream, ErrorCode code) {
        if (code == ErrorCode.REFUSED_STREAM) {
            stream.lose(Reason.UPSTREAM_REFUSED, "refused the stream");
        } else {
            stream.lose(Reason.UPSTREAM_RESET, "reset the stream: " + code);
        }
    }

    @Override
    void wrong(Http2BackendStream stream, ErrorCode error) {
        writeReset(stream.id(), error);
        stream.fail(Reason.UPSTREAM_PROTOCOL, "broke the protocol: " + error);
    }

    @Override
    void unknown(int stream) {
        if ((stream & 1) == 0 || stream >= nextStream) {
            throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a frame of a stream that has not begun");
        }
    }

    @Override
    public void goAway(int last, ErrorCode code) {
        stopOpening();
        for (Http2BackendStream stream : List.copyOf(streams().values())) {
            if (stream.id() > last) {
                stream.lose(Reason.UPSTREAM_REFUSED, "went away before the stream: " + code);
            }
        }
    }

    @Override
    void pinged(long content) {}

    @Override
    void peerChanged() {
        if (!known) {
            known = true;
            pool.known();
        }
        advanceLater();
    }

    /** It answers also while we write: a backend that waits for its own bytes to be read would else wait for ever. */
    @Override
    boolean stalled() {
        return false;
    }

    @Override
    boolean deaf() {
        return false;
    }

    @Override
    void dropped(int bytes) {}

    // ---- the end

    /** A stream has waited in vain; if nothing came for any, nobody may be there any more. */
    void doubt(long silentNanos) {
        if (System.nanoTime() - lastRead >= silentNanos) {
            stopOpening();
        }
    }

    private void stopOpening() {
        leaving = true;
        pool.left(this);
    }

    private void leave(ErrorCode code, String debug) {
        if (!leaving) {
            FrameWriter.goAway(output().room(64 + debug.length()), 0, code, debug);
            flushLater();
        }
        stopOpening();
    }

    @Override
    void settle() {
        if (leaving && streams().isEmpty()) {
            close();
        } else {
            pool.serve();
        }
    }

    @Override
    void broken(ConnectionError error) {
        if (closed()) {
            return;
        }
        leave(error.code(), error.what());
        flushNow();
        close();
        loseAll(Reason.UPSTREAM_PROTOCOL, error.what());
    }

    private void loseAll(Reason reason, String detail) {
        for (Http2BackendStream stream : List.copyOf(streams().values())) {
            stream.lose(reason, detail);
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.error("Exchanges with {} failed", pool.endpoint(), cause);
        stopOpening();
        close();
        for (Http2BackendStream stream : List.copyOf(streams().values())) {
            stream.fail(Reason.INTERNAL, "");
        }
    }

    // ---- the channel's view

    void came(ByteBuf bytes) {
        lastRead = System.nanoTime();
        read(bytes);
    }

    void writabilityChanged() {
        if (channelWritable() && !closed()) {
            unblockAll();
        }
    }

    void inactive() {
        discard();
        leaving = true;
        loseAll(Reason.UPSTREAM_RESET, "closed the connection");
        pool.closed(this, known);
    }

    void broken(Throwable cause) {
        if (!ConnectionFault.ofPeer(cause)) {
            LOG.error("Connection to {} failed", pool.endpoint(), cause);
        }
        stopOpening();
        close();
    }
}
