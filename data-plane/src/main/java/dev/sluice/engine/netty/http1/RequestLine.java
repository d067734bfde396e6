package dev.sluice.engine.netty.http1;

import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code method SP request-target SP HTTP-version CRLF} (RFC 9112 section 3), with exactly one space in each place. */
final class RequestLine {
    private static final int LONGEST_METHOD = 32;
    private static final String[] COMMON = {
        "GET", "POST", "PUT", "HEAD", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"
    };
    private static final byte[][] COMMON_BYTES = bytes();
    private static final byte[] HTTP = Octets.ascii("HTTP/");

    private final RequestHead head;

    RequestLine(RequestHead head) {
        this.head = head;
    }

    /** @return why the line is refused, or null */
    @Nullable
    Reason read(byte[] bytes, int start, int lf) {
        int end = lf - 1;
        if (end < start || bytes[end] != '\r') {
            return Reason.BAD_REQUEST;
        }
        int methodEnd = start;
        while (methodEnd < end && Octets.token(bytes[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == start || methodEnd - start > LONGEST_METHOD || methodEnd == end || bytes[methodEnd] != ' ') {
            return Reason.BAD_REQUEST;
        }
        int targetEnd = methodEnd + 1;
        while (targetEnd < end && bytes[targetEnd] != ' ') {
            targetEnd++;
        }
        if (targetEnd == methodEnd + 1 || targetEnd == end) {
            return Reason.BAD_REQUEST;
        }
        head.method(method(bytes, start, methodEnd));
        head.target(bytes, methodEnd + 1, targetEnd);
        return version(bytes, targetEnd + 1, end);
    }

    private @Nullable Reason version(byte[] bytes, int start, int end) {
        if (end - start != 8
                || !Octets.startsWith(bytes, start, end, HTTP)
                || !digit(bytes[start + 5])
                || bytes[start + 6] != '.'
                || !digit(bytes[start + 7])) {
            return Reason.BAD_REQUEST;
        }
        int minor = bytes[start + 7] - '0';
        if (bytes[start + 5] != '1' || minor > 1) {
            return Reason.HTTP_VERSION;
        }
        head.minorVersion(minor);
        return null;
    }

    private static String method(byte[] bytes, int start, int end) {
        for (int i = 0; i < COMMON.length; i++) {
            byte[] common = COMMON_BYTES[i];
            if (end - start == common.length && Octets.startsWith(bytes, start, end, common)) {
                return COMMON[i];
            }
        }
        return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    }

    private static boolean digit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static byte[][] bytes() {
        byte[][] bytes = new byte[COMMON.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Octets.ascii(COMMON[i]);
        }
        return bytes;
    }
}
