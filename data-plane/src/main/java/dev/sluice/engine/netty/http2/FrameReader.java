package dev.sluice.engine.netty.http2;

import dev.sluice.http.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames one after the other. Content of DATA is passed on as it comes; every other frame is waited for, whole, which
 * is bounded by the size that frames may have. Field blocks are put together within a bound. One instance a connection.
 */
public final class FrameReader {
    /** Never announced otherwise: the least that every peer must take (section 4.2). */
    public static final int MAX_FRAME = 16_384;

    private static final int HEADER = 9;

    private final int maxBlock;
    private final int maxContinuations;
    private boolean settingsSeen;
    private boolean inData;
    private int contentLeft;
    private int paddingLeft;
    private @Nullable ByteBuf block;
    private int blockStream;
    private boolean blockLast;
    private int continuations;

    /**
     * @param maxBlock bytes of a field block in more than one frame
     * @param maxContinuations frames that one block may need beyond the first
     */
    public FrameReader(int maxBlock, int maxContinuations) {
        this.maxBlock = maxBlock;
        this.maxContinuations = maxContinuations;
    }

    /** Gives up what has been kept. */
    public void discard() {
        if (block != null) {
            block.release();
            block = null;
        }
    }

    /** Some bytes of a field block have come, but not all. */
    public boolean withinBlock() {
        return block != null;
    }

    /**
     * Reads one frame, or more of one.
     *
     * @return false if more bytes are needed
     * @throws ConnectionError if the peer breaks the protocol
     */
    public boolean read(ByteBuf in, Frames frames) {
        return inData ? content(in, frames) : frame(in, frames);
    }

    private boolean frame(ByteBuf in, Frames frames) {
        if (in.readableBytes() < HEADER) {
            return false;
        }
        int at = in.readerIndex();
        int length = in.getUnsignedMedium(at);
        int type = in.getUnsignedByte(at + 3);
        int flags = in.getUnsignedByte(at + 4);
        int stream = in.getInt(at + 5) & Integer.MAX_VALUE;
        if (length > MAX_FRAME) {
            throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "a frame of " + length + " bytes");
        }
        if (!settingsSeen && (type != FrameType.SETTINGS || (flags & FrameType.ACK) != 0)) {
            throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "no SETTINGS at the beginning");
        }
        if (block != null && (type != FrameType.CONTINUATION || stream != blockStream)) {
            throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a frame within a field block");
        }
        if (type == FrameType.DATA) {
            return dataFrame(in, length, flags, stream, frames);
        }
        if (in.readableBytes() < HEADER + length) {
            return false;
        }
        in.skipBytes(HEADER);
        int end = in.readerIndex() + length;
        whole(type, flags, stream, length, in, frames);
        in.readerIndex(end);
        return true;
    }

    private void whole(int type, int flags, int stream, int length, ByteBuf in, Frames frames) {
        switch (type) {
            case FrameType.HEADERS -> headers(flags, ofStream(stream), length, in, frames);
            case FrameType.PRIORITY -> {
                exactly(5, length);
                ofStream(stream);
                frames.ignored();
            }
            case FrameType.RST_STREAM -> {
                exactly(4, length);
                frames.reset(ofStream(stream), ErrorCode.of(in.readInt()));
            }
            case FrameType.SETTINGS -> settings(flags, stream, length, in, frames);
            case FrameType.PUSH_PROMISE -> throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "PUSH_PROMISE");
            case FrameType.PING -> {
                exactly(8, length);
                ofConnection(stream);
                frames.ping(in.readLong(), (flags & FrameType.ACK) != 0);
            }
            case FrameType.GOAWAY -> {
                if (length < 8) {
                    throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "a GOAWAY of " + length + " bytes");
                }
                ofConnection(stream);
                frames.goAway(in.readInt() & Integer.MAX_VALUE, ErrorCode.of(in.readInt()));
            }
            case FrameType.WINDOW_UPDATE -> {
                exactly(4, length);
                frames.windowUpdate(stream, in.readInt() & Integer.MAX_VALUE);
            }
            case FrameType.CONTINUATION -> continuation(flags, length, in, frames);
            default -> frames.ignored(); // section 5.5
        }
    }

    // ---- DATA

    private boolean dataFrame(ByteBuf in, int length, int flags, int stream, Frames frames) {
        boolean padded = (flags & FrameType.PADDED) != 0;
        if (padded && length > 0 && in.readableBytes() == HEADER) {
            return false;
        }
        in.skipBytes(HEADER);
        paddingLeft = padding(padded, length, in);
        contentLeft = length - paddingLeft - (padded ? 1 : 0);
        inData = true;
        frames.dataBegins(ofStream(stream), length, contentLeft, (flags & FrameType.END_STREAM) != 0);
        return content(in, frames);
    }

    private static int padding(boolean padded, int length, ByteBuf in) {
        if (!padded) {
            return 0;
        }
        int padding = length == 0 ? 0 : in.readUnsignedByte();
        if (padding >= length) {
            throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "more padding than frame");
        }
        return padding;
    }

    private boolean content(ByteBuf in, Frames frames) {
        int piece = Math.min(contentLeft, in.readableBytes());
        if (piece > 0) {
            contentLeft -= piece;
            frames.data(in.readRetainedSlice(piece));
        }
        int skipped = contentLeft > 0 ? 0 : Math.min(paddingLeft, in.readableBytes());
        in.skipBytes(skipped);
        paddingLeft -= skipped;
        if (contentLeft > 0 || paddingLeft > 0) {
            return false;
        }
        inData = false;
        frames.dataEnds();
        return true;
    }

    // ---- field blocks

    private void headers(int flags, int stream, int length, ByteBuf in, Frames frames) {
        boolean padded = (flags & FrameType.PADDED) != 0;
        int padding = padding(padded, length, in);
        int rest = length - padding - (padded ? 1 : 0);
        if ((flags & FrameType.PRIORITY_FLAG) != 0) {
            if (rest < 5) {
                throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "a HEADERS without room for its priority");
            }
            in.skipBytes(5);
            rest -= 5;
        }
        boolean last = (flags & FrameType.END_STREAM) != 0;
        if ((flags & FrameType.END_HEADERS) != 0) {
            frames.fieldBlock(stream, in, rest, last);
            return;
        }
        blockStream = stream;
        blockLast = last;
        continuations = 0;
        block = Unpooled.buffer(Math.max(256, 2 * rest));
        append(in, rest);
    }

    private void continuation(int flags, int length, ByteBuf in, Frames frames) {
        if (block == null) {
            throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "CONTINUATION of nothing");
        }
        if (++continuations > maxContinuations) {
            throw tooLong();
        }
        append(in, length);
        if ((flags & FrameType.END_HEADERS) != 0) {
            ByteBuf whole = block;
            block = null;
            try {
                frames.fieldBlock(blockStream, whole, whole.readableBytes(), blockLast);
            } finally {
                whole.release();
            }
        }
    }

    private void append(ByteBuf in, int length) {
        if (block == null) {
            throw new IllegalStateException("no field block has begun");
        }
        if (block.readableBytes() + length > maxBlock) {
            throw tooLong();
        }
        block.writeBytes(in, length);
    }

    private static ConnectionError tooLong() {
        return new ConnectionError(
                ErrorCode.ENHANCE_YOUR_CALM, Reason.HTTP2_CONTINUATION, "a field block in too many or too long pieces");
    }

    // ---- SETTINGS

    private void settings(int flags, int stream, int length, ByteBuf in, Frames frames) {
        ofConnection(stream);
        if ((flags & FrameType.ACK) != 0) {
            exactly(0, length);
            frames.settingsAcknowledged();
            return;
        }
        if (length % 6 != 0) {
            throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS of " + length + " bytes");
        }
        settingsSeen = true;
        for (int i = 0; i < length; i += 6) {
            frames.setting(in.readUnsignedShort(), in.readUnsignedInt());
        }
        frames.settingsEnd();
    }

    private static void exactly(int expected, int length) {
        if (length != expected) {
            throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "a frame of " + length + ", not " + expected);
        }
    }

    private static int ofStream(int stream) {
        if (stream == 0) {
            throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a frame of a stream on the connection");
        }
        return stream;
    }

    private static void ofConnection(int stream) {
        if (stream != 0) {
            throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a frame of the connection on a stream");
        }
    }
}
