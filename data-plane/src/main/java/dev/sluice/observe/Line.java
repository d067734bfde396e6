package dev.sluice.observe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One log line while it is written: reused, pure ASCII whatever it is given. Confined to one lane. */
final class Line {
    /** More of one hostile value is not worth a line. */
    private static final int LONGEST_VALUE = 2048;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** How bytes that could end a value or a line are written. */
    enum Escape {
        /** {@code \x0a}, as nginx does. */
        HEX,
        /** A JSON string (RFC 8259 section 7); a byte is one character of ISO 8859-1. */
        JSON
    }

    private final Escape escape;
    private byte[] bytes = new byte[1024];
    private int length;

    Line(Escape escape) {
        this.escape = escape;
    }

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** A text of the program's own, written as it is. */
    @SuppressWarnings("deprecation") // the low-byte copy is right for ASCII and allocates nothing
    Line text(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, length);
        length += ascii.length();
        return this;
    }

    Line raw(int ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** @param value 0 or more */
    Line number(long value) {
        int digits = 1;
        for (long rest = value; rest > 9; rest /= 10) {
            digits++;
        }
        reserve(digits);
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Seconds with six digits behind the point. */
    Line seconds(long nanos) {
        long micros = Math.max(0, nanos) / 1000;
        number(micros / 1_000_000).raw('.');
        long rest = micros % 1_000_000;
        for (long digit = 100_000; digit > 0; digit /= 10) {
            raw('0' + (int) (rest / digit % 10));
        }
        return this;
    }

    /** A value from outside, or any that is no plain ASCII; cut if it is very long. */
    Line value(byte[] source, int start, int end) {
        int to = Math.min(end, start + LONGEST_VALUE);
        for (int i = start; i < to; i++) {
            escaped(source[i] & 0xFF);
        }
        return to < end ? text("...") : this;
    }

    /** As {@link #value(byte[], int, int)}; a character beyond ISO 8859-1 is a question mark. */
    Line value(String source) {
        int to = Math.min(source.length(), LONGEST_VALUE);
        for (int i = 0; i < to; i++) {
            char c = source.charAt(i);
            escaped(c > 0xFF ? '?' : c);
        }
        return to < source.length() ? text("...") : this;
    }

    private void escaped(int c) {
        boolean plain = c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
        if (plain) {
            raw(c);
        } else if (escape == Escape.HEX) {
            text("\\x").raw(HEX[c >> 4]).raw(HEX[c & 15]);
        } else if (c == '"' || c == '\\') {
            raw('\\').raw(c);
        } else {
            text("\\u00").raw(HEX[c >> 4]).raw(HEX[c & 15]);
        }
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
