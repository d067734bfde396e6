package dev.sluice.engine.netty.http1;

import java.nio.charset.StandardCharsets;

/** Classes of bytes in HTTP/1 messages (RFC 9110 section 5.6.2 and 5.5, RFC 9112 section 4). */
final class Octets {
    private static final boolean[] TOKEN = new boolean[256];
    private static final boolean[] TEXT = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            TOKEN[c] = digit || letter || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            TEXT[c] = c == '\t' || (c >= ' ' && c != 0x7F);
        }
    }

    private Octets() {}

    static boolean token(byte octet) {
        return TOKEN[octet & 0xFF];
    }

    /** HTAB, SP, VCHAR or obs-text. */
    static boolean text(byte octet) {
        return TEXT[octet & 0xFF];
    }

    static boolean blank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** Value of a hexadecimal digit, or -1. */
    static int hex(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        int folded = octet | 0x20;
        return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
    }

    static boolean startsWith(byte[] bytes, int start, int end, byte[] prefix) {
        if (end - start < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[start + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
