package dev.sluice.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Content that has come on a stream before anybody wanted it. It is copied: what is held is what was sent, however many frames
 * it came in and whatever buffers those stood in.
 */
final class Inbox {
    private static final int CHUNK = 16 * 1024;

    private final ByteBufAllocator allocator;
    private @Nullable ArrayDeque<ByteBuf> chunks;

    Inbox(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    boolean isEmpty() {
        return chunks == null || chunks.isEmpty();
    }

    /** Takes ownership. */
    void add(ByteBuf bytes) {
        if (chunks == null) {
            chunks = new ArrayDeque<>(4);
        }
        while (bytes.isReadable()) {
            ByteBuf last = chunks.peekLast();
            if (last == null || last.writableBytes() == 0) {
                last = allocator.ioBuffer(CHUNK, CHUNK);
                chunks.add(last);
            }
            last.writeBytes(bytes, Math.min(bytes.readableBytes(), last.writableBytes()));
        }
        bytes.release();
    }

    /** The next piece, with its ownership; only if not {@link #isEmpty}. */
    ByteBuf poll() {
        if (chunks == null) {
            throw new IllegalStateException("nothing has come");
        }
        return chunks.remove();
    }

    /** @return how many bytes are given up */
    int discard() {
        int bytes = 0;
        while (!isEmpty()) {
            ByteBuf chunk = poll();
            bytes += chunk.readableBytes();
            chunk.release();
        }
        return bytes;
    }
}
