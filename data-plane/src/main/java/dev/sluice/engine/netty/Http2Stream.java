package dev.sluice.engine.netty;

import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.engine.netty.http2.FrameWriter;
import dev.sluice.engine.netty.http2.HpackWriter;
import dev.sluice.http.Fields;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A stream of an HTTP/2 connection, whoever opened it: its two windows, what has come and is not wanted yet, what is to be
 * written and may not be yet. Used again for another stream when it is over; confined to one lane.
 */
abstract class Http2Stream {
    /** So much may wait for the next flush before the sender is asked to wait. */
    private static final int HELD = 64 * 1024;
    /** A frame that is cut down to less than this by a window is a frame that carries nothing. */
    private static final int TINY = 256;

    private static final long UNKNOWN = -1;

    /** What {@link #send} has come to. */
    enum Sent {
        /** Nothing is left, or the stream's own window is used up. */
        ENOUGH,
        MORE,
        /** The connection's window is used up. */
        STARVED
    }

    private final Http2Connection<?> connection;
    private final Inbox inbox;
    private final ArrayDeque<ByteBuf> outgoing = new ArrayDeque<>(2);

    /** 0 while it is none. */
    private int id;

    private boolean ready;
    private boolean queued;

    private int receiveWindow;
    private int consumed;
    private int demand;
    private long contentLeft;
    private boolean inputEnded;
    private boolean endTold;
    private @Nullable Fields trailers;

    private long sendWindow;
    private int pending;
    private long given;
    private boolean ending;
    private boolean outputEnded;
    private @Nullable ByteBuf lastBlock;
    private boolean blocked;
    private boolean sentSince;
    private long sendDeadline;

    Http2Stream(Http2Connection<?> connection) {
        this.connection = connection;
        this.inbox = new Inbox(connection.allocator());
    }

    final void open(int number) {
        id = number;
        receiveWindow = connection.limits().streamWindow();
        consumed = 0;
        demand = 0;
        contentLeft = UNKNOWN;
        inputEnded = false;
        endTold = false;
        sendWindow = connection.peer().initialWindow();
        pending = 0;
        given = 0;
        ending = false;
        outputEnded = false;
        blocked = false;
        sentSince = true; // its wait begins with the next look at it
    }

    /** The stream is over, whatever it still had. */
    final void over() {
        id = 0;
        queued &= !connection.forget(this); // as another stream it may have what needs no window
        connection.consumed(inbox.discard());
        discardOutput();
    }

    private void discardOutput() {
        outgoing.forEach(ByteBuf::release);
        outgoing.clear();
        connection.holds(-pending);
        pending = 0;
        if (lastBlock != null) {
            lastBlock.release();
            lastBlock = null;
        }
    }

    final int id() {
        return id;
    }

    // ---- what comes

    /** The body of the message that comes: its length where it was said, else less than 0. */
    final void expectContent(long length) {
        contentLeft = length;
    }

    final boolean inputEnded() {
        return inputEnded;
    }

    /** Whether content is wanted and none is there. */
    final boolean waitsForContent() {
        return demand > 0 && inbox.isEmpty() && !inputEnded;
    }

    /**
     * A DATA frame comes.
     *
     * @return how the peer breaks the protocol with it, or null
     */
    final @Nullable ErrorCode contentComes(int flow, int content) {
        if (inputEnded) {
            return ErrorCode.STREAM_CLOSED;
        }
        if (!contentExpected()) {
            return ErrorCode.PROTOCOL_ERROR;
        }
        if (flow > receiveWindow) {
            return ErrorCode.FLOW_CONTROL_ERROR;
        }
        receiveWindow -= flow;
        if (contentLeft >= 0) {
            contentLeft -= content;
            if (contentLeft < 0) {
                return ErrorCode.PROTOCOL_ERROR; // section 8.1.1: more than Content-Length says
            }
        }
        consumed(flow - content);
        return null;
    }

    /** Takes content and the ownership of it. */
    final void contentCame(ByteBuf bytes) {
        if (!wanted()) {
            consumed(bytes.readableBytes());
            connection.consumed(bytes.readableBytes());
            bytes.release();
        } else if (demand > 0 && inbox.isEmpty()) {
            give(bytes);
        } else {
            inbox.add(bytes);
        }
    }

    private void give(ByteBuf bytes) {
        demand--;
        int size = bytes.readableBytes();
        connection.consumed(size);
        consumed(size);
        gotContent(bytes);
    }

    private void consumed(int bytes) {
        consumed += bytes;
        if (consumed >= connection.limits().streamWindow() / 2 && !inputEnded) {
            connection.widen(id, consumed);
            receiveWindow += consumed;
            consumed = 0;
        }
    }

    /**
     * The peer's half has ended.
     *
     * @return how it breaks the protocol with that, or null
     */
    final @Nullable ErrorCode inputEnds(@Nullable Fields last) {
        if (inputEnded) {
            return ErrorCode.STREAM_CLOSED;
        }
        inputEnded = true;
        trailers = last;
        if (contentLeft > 0) {
            return ErrorCode.PROTOCOL_ERROR; // less than Content-Length says
        }
        readyLater();
        return null;
    }

    /** Lets one more piece come. */
    final void demandContent() {
        demand++;
        readyLater();
    }

    /** Whether a head has come that content may follow. */
    abstract boolean contentExpected();

    /** Content or the end is still to be passed on; what comes otherwise is given up. */
    abstract boolean wanted();

    /** Content, with its ownership. */
    abstract void gotContent(ByteBuf bytes);

    /** Whether the end may be told now. */
    abstract boolean endWanted();

    abstract void gotEnd(@Nullable Fields last);

    // ---- what goes

    /** Writes content; takes ownership. */
    final void write(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (size == 0 || ending) {
            bytes.release();
            return;
        }
        outgoing.add(bytes);
        pending += size;
        given += size;
        connection.holds(size);
        queue();
    }

    final void writeEnd(@Nullable Fields last) {
        if (ending) {
            return;
        }
        ending = true;
        if (last != null && last.size() > 0) {
            lastBlock = connection.allocator().ioBuffer(HpackWriter.estimate(last) + FrameWriter.HEADER);
            int at = FrameWriter.beginBlock(lastBlock);
            HpackWriter.trailers(lastBlock, last);
            FrameWriter.endBlock(lastBlock, at, id, true, connection.peer().maxFrame());
        }
        queue();
    }

    /** The head that was written ended the stream's half. */
    final void writtenWhole() {
        ending = true;
        outputEnded = true;
        readyLater();
    }

    /** The peer takes no more, or nobody can be reached; what has come, to its end, is passed on. */
    final void stopWriting() {
        discardOutput();
        ending = true;
        outputEnded = true;
        readyLater();
    }

    final boolean outputEnding() {
        return ending;
    }

    final boolean outputEnded() {
        return outputEnded;
    }

    /** Whether more content would be written soon; {@link #canWrite} comes when it says yes after no. */
    final boolean takesMore() {
        boolean takes = room();
        blocked = !takes;
        return takes;
    }

    private boolean room() {
        return outputEnded
                || pending < Math.min(HELD, Math.min(sendWindow, connection.sendWindow())) && connection.takesMore();
    }

    /** Asks again whether there is room, if there was none. */
    final void unblock() {
        if (blocked && room()) {
            readyLater();
        }
    }

    /** There is room again. */
    abstract void canWrite();

    /** Writes one frame, as far as windows allow. */
    final Sent send() {
        queued = false;
        if (id == 0 || outputEnded) {
            return Sent.ENOUGH;
        }
        if (pending > 0) {
            int most = (int) Math.min(
                    Math.min(sendWindow, connection.sendWindow()),
                    connection.peer().maxFrame());
            if (most <= 0) {
                return starve();
            }
            content(Math.min(pending, most));
        }
        if (pending > 0) {
            queued = true;
            return Sent.MORE;
        }
        if (ending && !outputEnded) {
            end();
        }
        return Sent.ENOUGH;
    }

    private Sent starve() {
        if (sendWindow <= 0) {
            return Sent.ENOUGH;
        }
        queued = true;
        return Sent.STARVED;
    }

    private void content(int size) {
        boolean last = size == pending && ending && lastBlock == null;
        sentSince = true;
        sendWindow -= size;
        connection.sending(size, size < TINY && size < pending);
        Output output = connection.output();
        FrameWriter.data(output.room(FrameWriter.HEADER + Math.min(size, 4096)), id, size, last);
        pending -= size;
        connection.holds(-size);
        for (int left = size; left > 0; ) {
            ByteBuf piece = outgoing.element();
            int length = Math.min(left, piece.readableBytes());
            left -= length;
            if (length == piece.readableBytes()) {
                output.content(outgoing.remove());
            } else {
                output.content(piece.readRetainedSlice(length));
            }
        }
        if (last) {
            endWritten();
        }
    }

    private void end() {
        if (lastBlock == null) {
            FrameWriter.data(connection.output().room(FrameWriter.HEADER), id, 0, true);
        } else {
            connection.output().content(lastBlock);
            lastBlock = null;
        }
        endWritten();
    }

    private void endWritten() {
        outputEnded = true;
        readyLater();
    }

    final boolean windowGrows(int increment) {
        sendWindow += increment;
        queue();
        return sendWindow <= Integer.MAX_VALUE;
    }

    /** Bytes that were given to be written, written or not. */
    final long given() {
        return given;
    }

    /** Those of them that wait because the peer gives this stream no window; how it treats others is theirs to tell. */
    final int waitingForWindow() {
        return sendWindow <= 0 ? pending : 0;
    }

    /** Whether it has more to say than the windows that the peer has given let it. */
    final boolean needsWindow() {
        return (pending > 0 || (blocked && !ending)) && Math.min(sendWindow, connection.sendWindow()) <= 0;
    }

    private void queue() {
        if (!queued) {
            queued = true;
            connection.toWrite(this);
        }
    }

    /**
     * Whether something has been waiting to be written for too long, here or where nobody may write any of it.
     *
     * @param patience nanoseconds
     */
    final boolean stuck(long now, long patience) {
        boolean waits = pending > 0 || (blocked && !ending);
        if (!waits || sentSince) {
            sentSince = false;
            sendDeadline = now + patience;
            return false;
        }
        return now - sendDeadline >= 0;
    }

    // ---- turns

    final void readyLater() {
        if (!ready) {
            ready = true;
            connection.ready(this);
        }
    }

    /** Passes on what can be, outside of the pipeline's calls. */
    final void step() {
        ready = false;
        if (id == 0) {
            unopened();
        }
        while (id != 0 && wanted() && demand > 0 && !inbox.isEmpty()) {
            give(inbox.poll());
        }
        if (id != 0 && wanted() && inputEnded && !endTold && inbox.isEmpty() && endWanted()) {
            endTold = true;
            gotEnd(trailers);
        }
        if (id != 0 && blocked && room()) {
            blocked = false;
            canWrite();
        }
        if (id != 0) {
            settle();
        }
    }

    /** It is asked to go on and has never been opened, or is over. */
    void unopened() {}

    /** Gives the stream up if both halves have ended. */
    abstract void settle();
}
