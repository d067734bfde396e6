package dev.sluice.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Methods as text: for common ones always the same instance. */
public final class MethodToken {
    private static final int LONGEST = 32;
    private static final String[] COMMON = {
        "GET", "POST", "PUT", "HEAD", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"
    };

    private MethodToken() {}

    /** The method in these bytes, or null if they are no token (RFC 9110 section 9.1) or longer than any method. */
    public static @Nullable String of(byte[] bytes, int start, int end) {
        for (String common : COMMON) {
            if (is(bytes, start, end, common)) {
                return common;
            }
        }
        if (start == end || end - start > LONGEST) {
            return null;
        }
        for (int i = start; i < end; i++) {
            if (!token(bytes[i])) {
                return null;
            }
        }
        return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    }

    private static boolean is(byte[] bytes, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean token(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
