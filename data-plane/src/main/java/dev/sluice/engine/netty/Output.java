package dev.sluice.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What is written to one connection between two flushes: heads and small pieces of body are gathered in one buffer, large
 * pieces are passed on as they are.
 */
final class Output {
    /** Copying less than this costs less than one more buffer to hand to the kernel. */
    private static final int COPIED = 4 * 1024;
    /** A gathering buffer that has this much is handed on. */
    private static final int GATHERED = 32 * 1024;

    private final ChannelHandlerContext context;
    private @Nullable ByteBuf pending;
    private boolean unflushed;
    private long written;

    Output(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Where to write; has about this much room and grows. */
    ByteBuf room(int bytes) {
        if (pending != null && pending.readableBytes() > GATHERED) {
            pass();
        }
        if (pending == null) {
            pending = context.alloc().ioBuffer(Math.max(bytes, 1024));
        }
        return pending;
    }

    /** Writes content; takes ownership. */
    void content(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (size <= COPIED && pending != null) {
            room(size).writeBytes(bytes);
            bytes.release();
            return;
        }
        pass();
        unflushed = true;
        written += size;
        context.write(bytes, context.voidPromise());
    }

    /** Hands everything to the kernel, as far as it takes it. */
    void flush() {
        pass();
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
    }

    /** Bytes handed to the channel so far, taken by the kernel or not. */
    long written() {
        return written;
    }

    void discard() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    private void pass() {
        if (pending != null) {
            ByteBuf gathered = pending;
            pending = null;
            unflushed = true;
            written += gathered.readableBytes();
            context.write(gathered, context.voidPromise());
        }
    }
}
