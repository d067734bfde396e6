package dev.sluice.engine.netty;

import dev.sluice.forward.StreamEvents;
import dev.sluice.forward.StreamSide;
import dev.sluice.http.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a passage: a connection whose bytes are passed on as they are. */
final class StreamChannel implements StreamSide<ByteBuf>, Turn {
    private static final Logger LOG = LoggerFactory.getLogger(StreamChannel.class);

    private final NettyLane lane;
    private final ChannelHandlerContext context;
    private final Reason whenBroken;
    private final Output output;
    private final Input input;
    private @Nullable StreamEvents<ByteBuf> events;
    private boolean demanded;
    private boolean ready;
    private boolean dirty;
    private boolean inputEnded;
    private boolean inputTold;
    private boolean outputEnded;
    private boolean outputWritten;
    /** Given up: nothing is told of it any more. */
    private boolean closing;

    private boolean closed;
    private boolean broken;

    /** @param whenBroken as which its breaking is told */
    StreamChannel(NettyLane lane, ChannelHandlerContext context, Reason whenBroken) {
        this.lane = lane;
        this.context = context;
        this.whenBroken = whenBroken;
        this.output = new Output(context);
        this.input = new Input(context.channel(), lane.resets());
    }

    /** Who is told of it; what has come meanwhile is told now. */
    void tell(StreamEvents<ByteBuf> told) {
        if (!closing) {
            events = told;
            advanceLater();
        }
    }

    // ---- the pipeline's view

    @Override
    public void demand() {
        demanded = true;
        advanceLater();
    }

    @Override
    public void write(ByteBuf bytes) {
        if (closed || broken || closing || outputEnded || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        output.content(bytes);
        flushLater();
    }

    @Override
    public void end() {
        if (outputEnded || closed) {
            return;
        }
        outputEnded = true;
        output.flush();
        HalfClose.output(context, () -> {
            outputWritten = true;
            advanceLater();
            lane.turns().run();
        });
    }

    @Override
    public boolean writable() {
        return closed || broken || context.channel().isWritable();
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        end();
        closing = true;
        events = null;
        long millis = lane.engine().settings().clientWaits().linger().toMillis();
        context.executor().schedule(() -> Closing.close(context), millis, TimeUnit.MILLISECONDS);
        advanceLater();
    }

    @Override
    public void cut() {
        closing = true;
        events = null;
        input.discard();
        output.discard();
        Closing.close(context);
    }

    // ---- reading

    @Override
    public void advance() {
        ready = false;
        while (!closing && step()) {}
        if (closing) {
            input.discard();
            if (inputEnded && outputWritten) {
                Closing.close(context);
            }
        }
        if (!closed) {
            input.adjustReading();
        }
    }

    /** Tells one more thing; false if there is none to tell. */
    private boolean step() {
        StreamEvents<ByteBuf> told = events;
        if (told == null) {
            return false;
        }
        if (!input.isEmpty()) {
            if (!demanded) {
                return false;
            }
            demanded = false;
            told.onBytes(input.take());
            return true;
        }
        if (inputEnded && !inputTold) {
            inputTold = true;
            told.onEnd();
            return true;
        }
        if (closed || broken) {
            events = null;
            told.onBroken(whenBroken, broken ? "reset" : "closed");
        }
        return false;
    }

    // ---- the channel's view

    void read(ByteBuf bytes) {
        if (closing) {
            bytes.release();
            return;
        }
        input.add(bytes);
        advance();
    }

    void inputEnded() {
        inputEnded = true;
        input.ended();
        advance();
    }

    void writabilityChanged() {
        if (events != null && writable()) {
            events.onWritable();
        }
    }

    void broken() {
        broken = true;
        input.discard();
        advance();
        Closing.close(context);
    }

    void inactive() {
        closed = true;
        advance();
        input.discard();
        output.discard();
    }

    /** The engine ends it, whatever is under way. */
    void shutDown() {
        StreamEvents<ByteBuf> told = events;
        cut();
        if (told != null) {
            told.onBroken(Reason.SHUTDOWN, "");
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.error("A connection that is passed through failed", cause);
        shutDown();
    }

    @Override
    public void flush() {
        dirty = false;
        output.flush();
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
}
