package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import akka.util.ByteStringBuilder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chunked body strictly (RFC 9112 section 7.1) and writes it anew without extensions and trailers, so that Akka
 * HTTP sees one plain form only.
 */
final class Chunks {
    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_LINE = 1024;
    private static final int MAX_TRAILERS = 8 * 1024;
    private static final ByteString CRLF = ByteString.fromString("\r\n");
    private static final ByteString LAST = ByteString.fromString("0\r\n\r\n");

    private enum State {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS,
        DONE,
        BROKEN
    }

    private State state = State.SIZE;
    private long left;
    private int trailerBytes;

    void reset() {
        state = State.SIZE;
        left = 0;
        trailerBytes = 0;
    }

    boolean done() {
        return state == State.DONE;
    }

    boolean broken() {
        return state == State.BROKEN;
    }

    /** What can be passed on of the buffer, which is left at the first byte that cannot be used yet; null if nothing can. */
    @Nullable
    ByteString read(HeadBuffer buffer) {
        ByteStringBuilder out = ByteString.createBuilder();
        boolean more = true;
        while (more && !buffer.isEmpty() && state != State.DONE && state != State.BROKEN) {
            more = switch (state) {
                case SIZE -> size(buffer);
                case DATA -> data(buffer, out);
                case DATA_END -> dataEnd(buffer);
                case TRAILERS -> trailer(buffer, out);
                case DONE, BROKEN -> false;
            };
        }
        return out.isEmpty() ? null : out.result();
    }

    private boolean size(HeadBuffer buffer) {
        int line = line(buffer, MAX_LINE);
        if (line < 0) {
            return false;
        }
        byte[] bytes = buffer.bytes();
        int at = buffer.start();
        int digits = 0;
        left = 0;
        while (digits < line && HexFormat.isHexDigit(bytes[at + digits])) {
            left = left << 4 | HexFormat.fromHexDigit(bytes[at + digits]);
            if (++digits > MAX_SIZE_DIGITS) {
                return broken(buffer);
            }
        }
        // Behind the size only an extension may stand; none is passed on.
        if (digits == 0 || (digits < line && bytes[at + digits] != ';')) {
            return broken(buffer);
        }
        buffer.consume(line + 2);
        state = left == 0 ? State.TRAILERS : State.DATA;
        return true;
    }

    private boolean data(HeadBuffer buffer, ByteStringBuilder out) {
        int count = (int) Math.min(left, buffer.length());
        out.append(ByteString.fromString(Integer.toHexString(count) + "\r\n"));
        out.append(buffer.take(count));
        out.append(CRLF);
        left -= count;
        if (left == 0) {
            state = State.DATA_END;
        }
        return true;
    }

    private boolean dataEnd(HeadBuffer buffer) {
        if (buffer.length() < 2) {
            return false;
        }
        if (buffer.bytes()[buffer.start()] != '\r' || buffer.bytes()[buffer.start() + 1] != '\n') {
            return broken(buffer);
        }
        buffer.consume(2);
        state = State.SIZE;
        return true;
    }

    private boolean trailer(HeadBuffer buffer, ByteStringBuilder out) {
        int line = line(buffer, MAX_TRAILERS);
        if (line < 0) {
            return false;
        }
        trailerBytes += line + 2;
        if (trailerBytes > MAX_TRAILERS) {
            return broken(buffer);
        }
        // They are not passed on, but a body whose end two readers may see in two places is none.
        if (line > 0 && !Heads.fieldLine(buffer.bytes(), buffer.start(), buffer.start() + line)) {
            return broken(buffer);
        }
        buffer.consume(line + 2);
        if (line == 0) {
            out.append(LAST);
            state = State.DONE;
        }
        return true;
    }

    /** Length of the line at the start of the buffer, without its end; -1 if it is not complete (or the body broken). */
    private int line(HeadBuffer buffer, int most) {
        byte[] bytes = buffer.bytes();
        int limit = Math.min(buffer.length(), most);
        for (int i = 0; i < limit; i++) {
            int c = bytes[buffer.start() + i];
            if (c == '\n') {
                broken(buffer);
                return -1;
            }
            if (c == '\r') {
                if (i + 1 >= buffer.length()) {
                    return -1;
                }
                if (bytes[buffer.start() + i + 1] != '\n') {
                    broken(buffer);
                    return -1;
                }
                return i;
            }
            if ((c >= 0 && c < ' ' && c != '\t') || c == 0x7F) {
                broken(buffer);
                return -1;
            }
        }
        if (limit == most) {
            broken(buffer);
        }
        return -1;
    }

    private boolean broken(HeadBuffer buffer) {
        buffer.consume(buffer.length());
        state = State.BROKEN;
        return false;
    }
}
