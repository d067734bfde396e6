package dev.sluice.http;

import java.nio.charset.StandardCharsets;

/**
 * The path of a request as it is matched, one text for every spelling that a backend may take for the same path, so that no
 * spelling leads around a rule: escapes are decoded, slashes side by side are one. An escaped slash and an escaped percent sign stay
 * escaped, because they separate and escape nothing, and nothing is resolved. Also says what in it two parties may read
 * differently. What is forwarded is the target as it came. Reused and confined to one lane.
 */
public final class RequestPath {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[RequestHead.USUAL_BYTES];
    private int length;
    private int segmentStart;
    private boolean encodedSlash;
    private boolean ambiguous;

    public void clear() {
        length = 0;
        segmentStart = 0;
        encodedSlash = false;
        ambiguous = false;
    }

    /** As {@link #clear}, and gives back what a long one has taken. */
    void forget() {
        clear();
        if (bytes.length > RequestHead.KEPT_BYTES) {
            bytes = new byte[RequestHead.USUAL_BYTES];
        }
    }

    /**
     * Reads the path of an origin form, up to {@code ?}.
     *
     * @return index in {@code target} behind the path
     */
    public int read(byte[] target, int targetLength) {
        if (bytes.length < targetLength) {
            bytes = new byte[Math.max(targetLength, bytes.length * 2)];
        }
        clear();
        int i = 0;
        for (; i < targetLength && target[i] != '?'; i++) {
            int c = target[i];
            if (c == '%') {
                i += escape(target, i, targetLength);
            } else if (c == '/') {
                slash();
            } else {
                put(c);
            }
        }
        endSegment();
        return i;
    }

    private void slash() {
        endSegment();
        if (length == 0 || bytes[length - 1] != '/') {
            bytes[length++] = '/';
        }
        segmentStart = length;
    }

    private void put(int c) {
        ambiguous |= c == '\\' || (c < 0 && overlong(c & 0xFF));
        bytes[length++] = (byte) c;
    }

    /** Handles {@code %XY} at {@code at}; returns how many bytes beyond the first were taken. */
    private int escape(byte[] target, int at, int end) {
        int high = at + 2 < end ? hex(target[at + 1]) : -1;
        int low = at + 2 < end ? hex(target[at + 2]) : -1;
        if (high < 0 || low < 0) {
            ambiguous = true;
            bytes[length++] = '%';
            return 0;
        }
        int c = high << 4 | low;
        switch (c) {
            case '/' -> {
                encodedSlash = true;
                endSegment(); // whoever decodes it finds a segment that ends here
                keep(high, low);
                segmentStart = length;
            }
            case '%' -> keep(high, low);
            case 0, '\\' -> {
                ambiguous = true;
                keep(high, low);
            }
            default -> put((byte) c);
        }
        return 2;
    }

    private void keep(int high, int low) {
        bytes[length++] = '%';
        bytes[length++] = HEX[high];
        bytes[length++] = HEX[low];
    }

    /**
     * A segment that is {@code .} or {@code ..} once its escapes are decoded, also with parameters behind it, which some
     * servers cut off before they resolve it.
     */
    private void endSegment() {
        int size = length - segmentStart;
        if (size == 0 || bytes[segmentStart] != '.') {
            return;
        }
        int dots = size > 1 && bytes[segmentStart + 1] == '.' ? 2 : 1;
        ambiguous |= size == dots || bytes[segmentStart + dots] == ';';
    }

    /** A byte that no UTF-8 has behind the one before: more bytes than the character needs (RFC 3629 section 10), a slash for one. */
    private boolean overlong(int c) {
        int before = length == 0 ? 0 : bytes[length - 1] & 0xFF;
        return c < 0xC0
                && (before == 0xC0 || before == 0xC1 || (before == 0xE0 && c < 0xA0) || (before == 0xF0 && c < 0x90));
    }

    private static int hex(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int folded = c | 0x20;
        return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
    }

    /** The path in bytes {@code 0..length()}. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** The path has {@code %2F}. */
    public boolean encodedSlash() {
        return encodedSlash;
    }

    /**
     * The path has dot segments (also escaped, beside {@code %2F}, or with parameters), a backslash, {@code %5C}, {@code %00}, an
     * invalid escape or overlong UTF-8.
     */
    public boolean ambiguous() {
        return ambiguous;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
