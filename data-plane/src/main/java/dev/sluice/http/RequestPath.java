package dev.sluice.http;

import java.nio.charset.StandardCharsets;

/**
 * The path of a request as it is matched: unreserved escapes decoded (RFC 3986 section 6.2.2.2), all others left as they
 * are, nothing merged or resolved. Also says what in it two parties may read differently. Reused and confined to one lane.
 */
public final class RequestPath {
    private byte[] bytes = new byte[RequestHead.USUAL_BYTES];
    private int length;
    private boolean encodedSlash;
    private boolean ambiguous;

    public void clear() {
        length = 0;
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
        int segmentStart = 0;
        int i = 0;
        for (; i < targetLength && target[i] != '?'; i++) {
            int c = target[i];
            if (c == '%') {
                i += escape(target, i, targetLength);
                continue;
            }
            if (c == '/') {
                dots(segmentStart);
                segmentStart = length + 1;
            } else if (c == '\\') {
                ambiguous = true;
            }
            bytes[length++] = (byte) c;
        }
        dots(segmentStart);
        return i;
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
        if (unreserved(c)) {
            bytes[length++] = (byte) c;
            return 2;
        }
        encodedSlash |= c == '/';
        ambiguous |= c == '\\' || c == 0;
        bytes[length++] = '%';
        bytes[length++] = target[at + 1];
        bytes[length++] = target[at + 2];
        return 2;
    }

    /** A segment that is {@code .} or {@code ..} once its escapes are decoded. */
    private void dots(int start) {
        int size = length - start;
        ambiguous |=
                (size == 1 && bytes[start] == '.') || (size == 2 && bytes[start] == '.' && bytes[start + 1] == '.');
    }

    private static int hex(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int folded = c | 0x20;
        return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
    }

    private static boolean unreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
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

    /** The path has dot segments (also escaped), a backslash, {@code %5C}, {@code %00} or an invalid escape. */
    public boolean ambiguous() {
        return ambiguous;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
