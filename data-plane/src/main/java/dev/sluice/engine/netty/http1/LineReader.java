package dev.sluice.engine.netty.http1;

import dev.sluice.http.Fields;
import io.netty.buffer.ByteBuf;

/**
 * Collects the lines of a head or trailer section in the array of its {@link Fields}, however the bytes are cut. Takes a
 * little more from the buffer than it needs and gives that back at the end, so that each byte is copied once.
 */
final class LineReader {
    /** {@link #next}: no whole line yet. */
    static final int MORE = -1;
    /** {@link #next}: the section is longer than it may be. */
    static final int FULL = -2;

    private static final int STEP = 2048;

    private final Fields fields;
    private final int limit;
    private int start;
    private int scanned;

    LineReader(Fields fields, int limit) {
        this.fields = fields;
        this.limit = limit;
    }

    /** Begins a section in cleared fields. */
    void begin() {
        start = 0;
        scanned = 0;
    }

    /**
     * The next line: its bytes are {@code lineStart()} until the returned index, where its LF is.
     *
     * @return index of the LF, {@link #MORE} or {@link #FULL}
     */
    int next(ByteBuf in) {
        start = scanned == 0 || fields.bytes()[scanned - 1] == '\n' ? scanned : start;
        while (true) {
            byte[] bytes = fields.bytes();
            int filled = fields.length();
            for (int i = scanned; i < filled; i++) {
                if (bytes[i] == '\n') {
                    scanned = i + 1;
                    return i;
                }
            }
            scanned = filled;
            int take = Math.min(Math.min(in.readableBytes(), STEP), limit - filled);
            if (take <= 0) {
                return filled >= limit ? FULL : MORE;
            }
            in.readBytes(fields.room(take), filled, take);
            fields.extend(take);
        }
    }

    int lineStart() {
        return start;
    }

    /** Bytes of the line that has come so far, after {@link #MORE} or {@link #FULL}. */
    int unfinished() {
        return scanned - start;
    }

    /** Any byte of the section has come. */
    boolean begun() {
        return fields.length() > 0;
    }

    /** The section ended with the last line: what was taken beyond it goes back to the buffer it was taken from. */
    void end(ByteBuf in) {
        in.readerIndex(in.readerIndex() - (fields.length() - scanned));
        fields.truncate(scanned);
    }
}
