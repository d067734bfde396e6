package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import java.util.Arrays;

/** Bytes that have arrived and have not been passed on; finds where a head ends, looking at each byte once. */
final class HeadBuffer {
    /** The head is not there yet. */
    static final int INCOMPLETE = 0;
    /** A line feed without a carriage return, or a carriage return without a line feed (RFC 9112 section 2.2). */
    static final int MALFORMED = -1;

    static final int TOO_LARGE = -2;

    private static final int INITIAL = 2048;
    private static final int LARGE = 16 * 1024;

    private byte[] bytes = new byte[INITIAL];
    private int start;
    private int end;
    private int scanned;
    private int lineStart;

    void append(ByteString more) {
        int length = more.length();
        if (bytes.length - end < length) {
            compact(length);
        }
        more.asByteBuffer().get(bytes, end, length);
        end += length;
    }

    private void compact(int more) {
        int held = end - start;
        byte[] target = bytes.length >= held + more ? bytes : new byte[Math.max(bytes.length * 2, held + more)];
        System.arraycopy(bytes, start, target, 0, held);
        bytes = target;
        scanned -= start;
        lineStart -= start;
        end = held;
        start = 0;
    }

    boolean isEmpty() {
        return start == end;
    }

    int length() {
        return end - start;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    /**
     * Where the head that begins at {@link #start} ends.
     *
     * @return index behind the empty line, or one of the constants
     */
    int headEnd(int maxBytes) {
        for (; scanned < end; scanned++) {
            if (scanned - start >= maxBytes) {
                return TOO_LARGE;
            }
            if (bytes[scanned] == '\n') {
                if (scanned == start || bytes[scanned - 1] != '\r') {
                    return MALFORMED;
                }
                if (scanned - 1 == lineStart) {
                    return ++scanned;
                }
                lineStart = scanned + 1;
            } else if (scanned > start && bytes[scanned - 1] == '\r') {
                return MALFORMED;
            }
        }
        return INCOMPLETE;
    }

    /** Whether the first line has not ended yet. */
    boolean inFirstLine() {
        return lineStart == start;
    }

    /** Skips one empty line before a request (RFC 9112 section 2.2); false if there is none. */
    boolean skipEmptyLine() {
        boolean empty = end - start >= 2 && bytes[start] == '\r' && bytes[start + 1] == '\n';
        if (empty) {
            consume(2);
        }
        return empty;
    }

    /** Gives a large array back if nothing is held. */
    void shrink() {
        if (start == end && bytes.length > LARGE) {
            bytes = new byte[INITIAL];
        }
    }

    /** Passes over bytes; what follows is a new head. */
    void consume(int count) {
        start += count;
        scanned = start;
        lineStart = start;
        if (start == end) {
            start = 0;
            end = 0;
            scanned = 0;
            lineStart = 0;
        }
    }

    /** A copy of up to {@code count} bytes, which are then passed over. */
    ByteString take(int count) {
        int taken = Math.min(count, end - start);
        ByteString copy = ByteString.fromArrayUnsafe(Arrays.copyOfRange(bytes, start, start + taken));
        consume(taken);
        return copy;
    }
}
