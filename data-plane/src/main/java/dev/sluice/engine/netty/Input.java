package dev.sluice.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has read and nobody has taken yet. Holding bytes stops reading, so this is bounded by what the kernel
 * had already handed over.
 */
final class Input {
    /** Up to this size there is room left for what comes next. */
    private static final int DOUBLED = 64 * 1024;

    private final Channel channel;
    private final @Nullable Resets resets;
    private @Nullable ByteBuf held;
    private int slot = -1;
    /** Something has come since the last sweep, or since the last look at a connection that had fallen silent. */
    private boolean came;

    private boolean unlooked;
    private boolean ended;

    Input(Channel channel) {
        this.channel = channel;
        this.resets = null;
    }

    /** That of a connection whose resets are watched for. */
    Input(Channel channel, Resets resets) {
        this.channel = channel;
        this.resets = resets;
        resets.begun(this);
    }

    /** The peer sends no more. */
    void ended() {
        ended = true;
        if (resets != null) {
            resets.watch(this);
        }
    }

    Channel channel() {
        return channel;
    }

    /** Where it is kept by {@link Resets}, whose alone this is; less than 0 if it is not. */
    int slot() {
        return slot;
    }

    void slot(int value) {
        slot = value;
    }

    /** Asked at each sweep: while something is held its end is not known yet. */
    boolean toBeLookedAt() {
        return ended ? channel.config().isAutoRead() : fallenSilent();
    }

    /** True once, when nothing has come since the one before but something did earlier, and all is read. */
    private boolean fallenSilent() {
        if (came) {
            came = false;
            unlooked = true;
            return false;
        }
        boolean silent = unlooked && channel.config().isAutoRead();
        unlooked &= !silent;
        return silent;
    }

    /** Takes ownership of what has come. */
    void add(ByteBuf bytes) {
        came = true;
        if (!bytes.isReadable()) {
            bytes.release();
        } else if (held == null) {
            held = bytes;
        } else {
            append(held, bytes);
        }
    }

    /** Little by little costs no copy of all for each piece. */
    private void append(ByteBuf before, ByteBuf bytes) {
        if (before.refCnt() > 1 || before.isReadOnly() || before.maxFastWritableBytes() < bytes.readableBytes()) {
            int size = before.readableBytes() + bytes.readableBytes();
            held = channel.alloc().ioBuffer(Math.max(size, Math.min(2 * size, DOUBLED)));
            held.writeBytes(before);
            before.release();
        }
        bytes().writeBytes(bytes);
        bytes.release();
    }

    boolean isEmpty() {
        return held == null;
    }

    /** What is held; only if not {@link #isEmpty}. */
    ByteBuf bytes() {
        ByteBuf bytes = held;
        if (bytes == null) {
            throw new IllegalStateException("nothing has been read");
        }
        return bytes;
    }

    /** What is held, or an empty buffer. */
    ByteBuf bytesOrNone() {
        return held == null ? Unpooled.EMPTY_BUFFER : held;
    }

    /** What is held, or an empty buffer, with its ownership. */
    ByteBuf take() {
        ByteBuf taken = bytesOrNone();
        held = null;
        return taken;
    }

    /** Lets the buffer go if all of it has been taken. */
    void trim() {
        if (held != null && !held.isReadable()) {
            discard();
        }
    }

    void discard() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** Reads on when nothing is held, else stops: the kernel's windows make the peer wait. */
    void adjustReading() {
        read(held == null);
    }

    void read(boolean read) {
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }
}
