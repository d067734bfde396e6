package dev.sluice.engine.netty.http2;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Writes frames (RFC 9113 section 6). */
public final class FrameWriter {
    /** What a frame needs beside its payload. */
    public static final int HEADER = 9;

    private static final int LENGTH_BYTES = 3;

    private FrameWriter() {}

    /** Head of a DATA frame whose content is written behind it. */
    public static void data(ByteBuf out, int stream, int length, boolean last) {
        header(out, length, FrameType.DATA, last ? FrameType.END_STREAM : 0, stream);
    }

    /**
     * Leaves room for the head of a field block.
     *
     * @return to be given to {@link #endBlock}
     */
    public static int beginBlock(ByteBuf out) {
        int at = out.writerIndex();
        out.writeZero(HEADER);
        return at;
    }

    /**
     * Makes what was written since {@link #beginBlock} into HEADERS, and CONTINUATIONs where it is too long for one frame.
     *
     * @param maxFrame what the peer takes
     */
    public static void endBlock(ByteBuf out, int at, int stream, boolean last, int maxFrame) {
        int length = out.writerIndex() - at - HEADER;
        int first = Math.min(length, maxFrame);
        int type = FrameType.HEADERS;
        int flags = last ? FrameType.END_STREAM : 0;
        if (length == first) {
            flags |= FrameType.END_HEADERS;
        }
        out.setMedium(at, first);
        out.setByte(at + LENGTH_BYTES, type);
        out.setByte(at + LENGTH_BYTES + 1, flags);
        out.setInt(at + LENGTH_BYTES + 2, stream);
        if (length > first) {
            split(out, at + HEADER + first, stream, maxFrame);
        }
    }

    /** Rare: the rest of a long block is moved to make room for the heads of its CONTINUATIONs. */
    private static void split(ByteBuf out, int from, int stream, int maxFrame) {
        byte[] rest = new byte[out.writerIndex() - from];
        out.getBytes(from, rest);
        out.writerIndex(from);
        for (int done = 0; done < rest.length; ) {
            int piece = Math.min(maxFrame, rest.length - done);
            boolean end = done + piece == rest.length;
            header(out, piece, FrameType.CONTINUATION, end ? FrameType.END_HEADERS : 0, stream);
            out.writeBytes(rest, done, piece);
            done += piece;
        }
    }

    public static void reset(ByteBuf out, int stream, ErrorCode code) {
        header(out, 4, FrameType.RST_STREAM, 0, stream);
        out.writeInt(code.code());
    }

    /** @param idsAndValues id and value in turn */
    public static void settings(ByteBuf out, int... idsAndValues) {
        header(out, idsAndValues.length * 3, FrameType.SETTINGS, 0, 0);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            out.writeShort(idsAndValues[i]);
            out.writeInt(idsAndValues[i + 1]);
        }
    }

    public static void settingsAcknowledgement(ByteBuf out) {
        header(out, 0, FrameType.SETTINGS, FrameType.ACK, 0);
    }

    public static void ping(ByteBuf out, long content, boolean acknowledgement) {
        header(out, 8, FrameType.PING, acknowledgement ? FrameType.ACK : 0, 0);
        out.writeLong(content);
    }

    /** @param debug ASCII, for people */
    public static void goAway(ByteBuf out, int lastStream, ErrorCode code, String debug) {
        header(out, 8 + debug.length(), FrameType.GOAWAY, 0, 0);
        out.writeInt(lastStream);
        out.writeInt(code.code());
        out.writeCharSequence(debug, StandardCharsets.US_ASCII);
    }

    public static void windowUpdate(ByteBuf out, int stream, int increment) {
        header(out, 4, FrameType.WINDOW_UPDATE, 0, stream);
        out.writeInt(increment);
    }

    private static void header(ByteBuf out, int length, int type, int flags, int stream) {
        out.writeMedium(length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
    }
}
