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
    private final Channel channel;
    private @Nullable ByteBuf held;

    Input(Channel channel) {
        this.channel = channel;
    }

    /** Takes ownership of what has come. */
    void add(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            bytes.release();
        } else if (held == null) {
            held = bytes;
        } else {
            ByteBuf before = held;
            held = channel.alloc().ioBuffer(before.readableBytes() + bytes.readableBytes());
            held.writeBytes(before).writeBytes(bytes);
            before.release();
            bytes.release();
        }
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
        boolean read = held == null;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }
}
