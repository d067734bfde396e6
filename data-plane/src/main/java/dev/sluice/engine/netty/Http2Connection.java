package dev.sluice.engine.netty;

import dev.sluice.engine.netty.http2.Allowance;
import dev.sluice.engine.netty.http2.ConnectionError;
import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.engine.netty.http2.FrameReader;
import dev.sluice.engine.netty.http2.FrameWriter;
import dev.sluice.engine.netty.http2.Frames;
import dev.sluice.engine.netty.http2.HpackReader;
import dev.sluice.engine.netty.http2.Http2Limits;
import dev.sluice.engine.netty.http2.SettingId;
import dev.sluice.http.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 connection, to a client or to a backend: reads frames, keeps windows and what the peer may do, and writes what
 * streams have, one frame of each in turn. Confined to one lane.
 */
abstract class Http2Connection<S extends Http2Stream> implements Turn, Frames {
    /** Frames that may come along with each that carries something: windows, pings that measure. */
    private static final int ALONGSIDE = 2;
    /** And one for so much that we send: clients in Go give 4 KiB back, to the stream and to the connection. */
    private static final int WINDOW_PIECE = 1024;
    /** They may come late, as when much was in flight. */
    private static final int MOST_ALONGSIDE = 16 * 1024;

    private final NettyLane lane;
    private final ChannelHandlerContext context;
    private final Http2Limits limits;
    private final Output output;
    private final Input input;
    private final FrameReader reader;
    private final HpackReader hpack;
    private final Http2Peer peer = new Http2Peer();
    private final IntObjectHashMap<S> streams = new IntObjectHashMap<>(8);
    private final ArrayDeque<Http2Stream> ready = new ArrayDeque<>(4);
    private final ArrayDeque<Http2Stream> writing = new ArrayDeque<>(4);
    private final ArrayDeque<Http2Stream> starved = new ArrayDeque<>(4);
    private final Allowance resets;
    private final Allowance control;
    private int alongside;

    private long sendWindow = 65_535;
    private int receiveWindow;
    private int consumed;
    private int held;
    private long sent;
    private boolean full;
    private boolean flooded;
    private @Nullable S dataStream;
    private int dataId;
    private boolean dataLast;
    private boolean scheduled;
    private boolean advancing;
    private boolean dirty;
    private boolean closed;

    /** @param headBytes of a list of fields, and of a block of them */
    Http2Connection(NettyLane lane, ChannelHandlerContext context, Http2Limits limits, int headBytes) {
        this.lane = lane;
        this.context = context;
        this.limits = limits;
        this.output = new Output(context);
        this.input = new Input(context.channel(), lane.resets());
        this.reader = new FrameReader(headBytes, limits.continuations());
        this.hpack = new HpackReader(limits.tableBytes(), headBytes);
        this.resets = new Allowance(limits.resets(), lane.clock().nanos());
        this.control = new Allowance(limits.controlFrames(), lane.clock().nanos());
        this.receiveWindow = limits.connectionWindow();
    }

    // ---- for streams

    final NettyLane lane() {
        return lane;
    }

    final ChannelHandlerContext context() {
        return context;
    }

    final ByteBufAllocator allocator() {
        return context.alloc();
    }

    final Http2Limits limits() {
        return limits;
    }

    final Http2Peer peer() {
        return peer;
    }

    final Output output() {
        return output;
    }

    final HpackReader hpack() {
        return hpack;
    }

    final IntObjectHashMap<S> streams() {
        return streams;
    }

    final boolean closed() {
        return closed;
    }

    final long sendWindow() {
        return sendWindow;
    }

    /** Content that streams wait to write has become more or less. */
    final void holds(int bytes) {
        held += bytes;
    }

    /** Whether streams may be given more to write: what they hold together is bounded as what comes is. */
    final boolean takesMore() {
        return held < limits.connectionWindow() && channelWritable();
    }

    /** Content that was given to be written, written or not. */
    final long given() {
        return sent + held;
    }

    /** Content that waits because the peer gives the connection no window, and what the kernel has not taken. */
    final long waiting() {
        return unwritten() + (sendWindow <= 0 ? held : 0);
    }

    /** Bytes that the kernel has not taken. */
    final long unwritten() {
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** The peer may send no content now, whatever its stream: others of its streams have the connection's window. */
    final boolean receiveWindowUsedUp() {
        return receiveWindow <= 0;
    }

    final boolean channelWritable() {
        return context.channel().isWritable();
    }

    final void ready(Http2Stream stream) {
        ready.add(stream);
        advanceLater();
    }

    final void toWrite(Http2Stream stream) {
        writing.add(stream);
        flushLater();
    }

    /** A stream is over; true if it was waiting for the connection's window. */
    final boolean forget(Http2Stream stream) {
        return !starved.isEmpty() && starved.remove(stream);
    }

    /** @param tiny the peer's window left so little of it that the frame carries nothing */
    final void sending(int bytes, boolean tiny) {
        sendWindow -= bytes;
        sent += bytes;
        if (!tiny) {
            carried(ALONGSIDE + bytes / WINDOW_PIECE);
        } else if (!idle()) {
            flooded = true; // a stream is being written: the end comes behind it
            advanceLater();
        }
    }

    /**
     * Content was taken, so that as much may come again. Given back in pieces of a stream's window: what others do not take
     * must not keep the rest below the size of a piece.
     */
    final void consumed(int bytes) {
        consumed += bytes;
        if (consumed >= limits.streamWindow() / 2) {
            widen(0, consumed);
            receiveWindow += consumed;
            consumed = 0;
        }
    }

    /** Lets so many more bytes come. */
    final void widen(int stream, int bytes) {
        if (closed) {
            return;
        }
        FrameWriter.windowUpdate(output.room(FrameWriter.HEADER + 4), stream, bytes);
        flushLater();
    }

    /** Ends a stream before its time. */
    final void writeReset(int stream, ErrorCode code) {
        if (closed) {
            return;
        }
        FrameWriter.reset(output.room(FrameWriter.HEADER + 4), stream, code);
        flushLater();
    }

    // ---- the beginning

    /** @param pairs further settings */
    final void announce(int... pairs) {
        ByteBuf out = output.room(128);
        int[] all = java.util.Arrays.copyOf(pairs, pairs.length + 4);
        all[pairs.length] = SettingId.INITIAL_WINDOW_SIZE;
        all[pairs.length + 1] = limits.streamWindow();
        all[pairs.length + 2] = SettingId.HEADER_TABLE_SIZE;
        all[pairs.length + 3] = limits.tableBytes();
        FrameWriter.settings(out, all);
        if (limits.connectionWindow() > 65_535) {
            FrameWriter.windowUpdate(out, 0, limits.connectionWindow() - 65_535);
        }
        flushLater();
    }

    // ---- turns

    final void read(ByteBuf bytes) {
        if (closed || deaf()) {
            dropped(bytes.readableBytes());
            bytes.release();
            return;
        }
        input.add(bytes);
        advance();
    }

    @Override
    public final void advance() {
        scheduled = false;
        if (advancing) {
            return; // what is written while a frame is read has filled a channel, and so lets others go on: this one
            // does
        }
        try {
            readOn();
        } catch (ConnectionError error) {
            broken(error);
        }
        if (!closed) {
            settle();
            input.read(deaf() || input.isEmpty() || !stalled());
        }
    }

    private void readOn() {
        if (flooded) {
            flooded = false;
            throw flood();
        }
        advancing = true;
        try {
            while (streamStep() || frameStep()) {}
        } finally {
            advancing = false;
        }
    }

    private boolean streamStep() {
        Http2Stream stream = ready.poll();
        if (stream == null) {
            return false;
        }
        stream.step();
        return true;
    }

    private boolean frameStep() {
        if (closed || deaf() || input.isEmpty() || stalled()) {
            return false;
        }
        boolean read = reader.read(input.bytes(), this);
        if (!closed) {
            input.trim();
        }
        return read;
    }

    /** Bytes of a frame or a field block have come, and more are waited for. */
    final boolean withinFrame() {
        return reader.withinBlock() || (!input.isEmpty() && !stalled());
    }

    /** Everything that has come is read. */
    final boolean readOut() {
        return input.isEmpty();
    }

    /** Nothing more is read for now: the peer does not take what it has asked for. */
    abstract boolean stalled();

    /** Nothing more is read at all: the connection is closed towards the peer. */
    abstract boolean deaf();

    /** Bytes that came while {@link #deaf}. */
    abstract void dropped(int bytes);

    /** Looks whether the connection has come to its end. */
    abstract void settle();

    /** The peer has broken the protocol or a limit. */
    abstract void broken(ConnectionError error);

    @Override
    public final void flush() {
        dirty = false;
        if (closed) {
            return;
        }
        for (Http2Stream stream = writing.poll(); stream != null && !closed; stream = writing.poll()) {
            switch (stream.send()) {
                case MORE -> writing.add(stream);
                case STARVED -> starved.add(stream);
                case ENOUGH -> stream.unblock();
            }
        }
        boolean wasFull = full;
        full = held >= limits.connectionWindow();
        if (wasFull && !full) {
            unblockAll();
        }
        output.flush();
    }

    final void flushNow() {
        output.flush();
    }

    final void advanceLater() {
        if (!scheduled) {
            scheduled = true;
            lane.turns().ready(this);
        }
    }

    final void flushLater() {
        if (!dirty) {
            dirty = true;
            lane.turns().gathering(this);
        }
    }

    /** Room has come about for all: those who wait are asked in turn. */
    final void unblockAll() {
        for (S stream : streams.values()) {
            stream.unblock();
        }
        advanceLater();
    }

    final void close() {
        closed = true;
        input.discard();
        Closing.close(context);
    }

    final void discard() {
        closed = true;
        input.discard();
        output.discard();
        reader.discard();
    }

    /** The peer sends no more. */
    final void inputEnds() {
        input.ended();
    }

    final void discardInput() {
        input.discard();
    }

    // ---- what the peer may do

    /** A frame that carries something. */
    final void carried() {
        carried(ALONGSIDE);
    }

    private void carried(int more) {
        alongside = Math.min(alongside + more, MOST_ALONGSIDE);
    }

    /** A frame that carries nothing. */
    final void idleFrame() {
        if (!idle()) {
            throw flood();
        }
    }

    /** Whether one more frame may carry nothing: some go along with those that do, as the rest of a window at its end. */
    private boolean idle() {
        if (alongside > 0) {
            alongside--;
            return true;
        }
        return control.take(lane.clock().nanos());
    }

    /** A stream ends before its time, because of the peer. */
    final void resetByPeer() {
        if (!resets.take(lane.clock().nanos())) {
            throw new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_RESETS, "too many streams reset");
        }
    }

    private static ConnectionError flood() {
        return new ConnectionError(
                ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_FLOOD, "too many frames that carry nothing");
    }

    // ---- frames

    @Override
    public final void dataBegins(int stream, int flow, int content, boolean last) {
        if (flow > receiveWindow) {
            throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "more DATA than the window");
        }
        receiveWindow -= flow;
        consumed(flow - content);
        S found = streams.get(stream);
        if (content == 0 && (!last || found == null)) {
            idleFrame();
        } else {
            carried();
        }
        if (found == null) {
            unknown(stream);
        } else {
            ErrorCode error = found.contentComes(flow, content);
            if (error != null) {
                wrong(found, error);
                found = null;
            }
        }
        dataStream = found;
        dataId = stream;
        dataLast = last;
    }

    @Override
    public final void data(ByteBuf bytes) {
        S stream = dataStream;
        if (stream != null && stream.id() == dataId) {
            stream.contentCame(bytes);
        } else {
            consumed(bytes.readableBytes());
            bytes.release();
        }
    }

    @Override
    public final void dataEnds() {
        S stream = dataStream;
        dataStream = null;
        if (stream != null && dataLast && stream.id() == dataId) {
            ErrorCode error = stream.inputEnds(null);
            if (error != null) {
                wrong(stream, error);
            }
        }
    }

    @Override
    public final void fieldBlock(int stream, ByteBuf block, int length, boolean last) {
        byte[] bytes = lane.scratch(length);
        block.readBytes(bytes, 0, length);
        fields(stream, bytes, length, last);
    }

    /** A whole field block. */
    abstract void fields(int stream, byte[] block, int length, boolean last);

    @Override
    public final void reset(int stream, ErrorCode code) {
        S found = streams.get(stream);
        if (found == null) {
            unknown(stream);
            idleFrame();
        } else {
            wasReset(found, code);
        }
    }

    /** The peer has ended a stream. */
    abstract void wasReset(S stream, ErrorCode code);

    /** The peer breaks the protocol on a stream; it may have been told so already. */
    abstract void wrong(S stream, ErrorCode error);

    /** A frame of a stream that is over; throws if there never was one. */
    abstract void unknown(int stream);

    @Override
    public final void ignored() {
        idleFrame();
    }

    @Override
    public final void setting(int id, long value) {
        peer.setting(id, value);
    }

    @Override
    public final void settingsEnd() {
        idleFrame();
        FrameWriter.settingsAcknowledgement(output.room(FrameWriter.HEADER));
        flushLater();
        int change = peer.windowChange();
        if (change != 0) {
            for (S stream : streams.values()) {
                if (!stream.windowGrows(change)) {
                    throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "a window beyond 2^31-1");
                }
            }
        }
        peerChanged();
    }

    /** The peer may take more streams now, or fewer. */
    abstract void peerChanged();

    @Override
    public final void settingsAcknowledged() {
        idleFrame();
    }

    @Override
    public final void ping(long content, boolean acknowledgement) {
        idleFrame();
        if (acknowledgement) {
            pinged(content);
            return;
        }
        FrameWriter.ping(output.room(FrameWriter.HEADER + 8), content, true);
        flushLater();
    }

    /** The peer has answered a PING. */
    abstract void pinged(long content);

    @Override
    public final void windowUpdate(int stream, int increment) {
        idleFrame();
        if (stream == 0) {
            if (increment == 0 || sendWindow + increment > Integer.MAX_VALUE) {
                throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "a window that cannot grow so");
            }
            sendWindow += increment;
            writing.addAll(starved);
            starved.clear();
            unblockAll();
            flushLater();
            return;
        }
        S found = streams.get(stream);
        if (found == null) {
            unknown(stream);
        } else if (increment == 0) {
            wrong(found, ErrorCode.PROTOCOL_ERROR);
        } else if (!found.windowGrows(increment)) {
            wrong(found, ErrorCode.FLOW_CONTROL_ERROR);
        } else {
            found.unblock();
        }
    }
}
