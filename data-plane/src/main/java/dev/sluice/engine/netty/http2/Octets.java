package dev.sluice.engine.netty.http2;

/** Classes of bytes in fields (RFC 9110 section 5.6.2 and 5.5, RFC 9113 section 8.2.1). */
final class Octets {
    private static final boolean[] NAME = new boolean[256];
    private static final boolean[] TEXT = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean digit = c >= '0' && c <= '9';
            NAME[c] = digit || (c >= 'a' && c <= 'z') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            TEXT[c] = c == '\t' || (c >= ' ' && c != 0x7F);
        }
    }

    private Octets() {}

    static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    /** Whether it is a field name as HTTP/2 has them: a token without upper case. */
    static boolean name(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!NAME[bytes[i] & 0xFF]) {
                return false;
            }
        }
        return end > start;
    }

    /** Whether it is a field value: no controls but HTAB, no blank at either end. */
    static boolean value(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!TEXT[bytes[i] & 0xFF]) {
                return false;
            }
        }
        return start == end || !(blank(bytes[start]) || blank(bytes[end - 1]));
    }

    private static boolean blank(int c) {
        return c == ' ' || c == '\t';
    }
}
