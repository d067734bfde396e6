package dev.sluice.engine.akkahttp;

import dev.sluice.engine.akkahttp.AkkaHttpSettings.HeadLimits;
import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads complete heads from raw bytes, nothing more lenient than RFC 9112. */
final class Heads {
    private static final int MAX_METHOD = 32;
    private static final boolean[] TOKEN = tokens();
    private static final Map<String, String> METHODS = Map.of(
            "GET", "GET", "HEAD", "HEAD", "POST", "POST", "PUT", "PUT", "DELETE", "DELETE", "OPTIONS", "OPTIONS",
            "PATCH", "PATCH");

    private Heads() {}

    /**
     * Reads {@code start..end} (the empty line included) into a cleared head.
     *
     * @return why it is refused, or null
     */
    static @Nullable Reason request(byte[] bytes, int start, int end, RequestHead head, HeadLimits limits) {
        int lineEnd = lineEnd(bytes, start);
        int methodEnd = tokenEnd(bytes, start, lineEnd);
        if (methodEnd == start || bytes[methodEnd] != ' ' || methodEnd - start > MAX_METHOD) {
            return Reason.BAD_REQUEST;
        }
        int targetEnd = methodEnd + 1;
        while (targetEnd < lineEnd && bytes[targetEnd] != ' ') {
            targetEnd++;
        }
        if (lineEnd - start > limits.startLineBytes()) {
            return Reason.TARGET_TOO_LONG;
        }
        Reason version = version(bytes, targetEnd + 1, lineEnd, head);
        if (version != null) {
            return version;
        }
        String method = text(bytes, start, methodEnd);
        head.method(METHODS.getOrDefault(method, method));
        head.target(bytes, methodEnd + 1, targetEnd);
        return fields(bytes, lineEnd + 2, end, head.fields(), limits.fields());
    }

    private static @Nullable Reason version(byte[] bytes, int start, int end, RequestHead head) {
        if (end - start != 8 || !text(bytes, start, start + 5).equals("HTTP/") || bytes[start + 6] != '.') {
            return Reason.BAD_REQUEST;
        }
        int minor = bytes[start + 7] - '0';
        if (bytes[start + 5] != '1' || minor < 0 || minor > 1) {
            return Reason.HTTP_VERSION;
        }
        head.minorVersion(minor);
        return null;
    }

    /** Reads a response head; false if the bytes are none. */
    static boolean response(byte[] bytes, int start, int end, ResponseHead head, HeadLimits limits) {
        int lineEnd = lineEnd(bytes, start);
        if (lineEnd - start < 12 || !text(bytes, start, start + 7).equals("HTTP/1.") || bytes[start + 8] != ' ') {
            return false;
        }
        int minor = bytes[start + 7] - '0';
        int status = number(bytes, start + 9, start + 12);
        boolean phrase = lineEnd > start + 12;
        if (minor < 0 || minor > 1 || status < 100 || (phrase && bytes[start + 12] != ' ')) {
            return false;
        }
        head.minorVersion(minor);
        head.status(status);
        head.reasonPhrase(phrase ? text(bytes, start + 13, lineEnd) : "");
        return lineEnd - start <= limits.startLineBytes()
                && fields(bytes, lineEnd + 2, end, head.fields(), limits.fields()) == null;
    }

    private static int number(byte[] bytes, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static @Nullable Reason fields(byte[] bytes, int start, int end, Fields fields, int most) {
        int line = start;
        while (bytes[line] != '\r') {
            int lineEnd = lineEnd(bytes, line);
            int nameEnd = tokenEnd(bytes, line, lineEnd);
            // No name: a folded line (obs-fold). White space before the colon: RFC 9112 section 5.1.
            if (nameEnd == line || nameEnd == lineEnd || bytes[nameEnd] != ':') {
                return Reason.BAD_REQUEST;
            }
            if (fields.size() == most) {
                return Reason.HEAD_TOO_LARGE;
            }
            int valueStart = nameEnd + 1;
            int valueEnd = lineEnd;
            while (valueStart < valueEnd && blank(bytes[valueStart])) {
                valueStart++;
            }
            while (valueEnd > valueStart && blank(bytes[valueEnd - 1])) {
                valueEnd--;
            }
            for (int i = valueStart; i < valueEnd; i++) {
                int c = bytes[i] & 0xFF;
                if ((c < ' ' && c != '\t') || c == 0x7F) {
                    return Reason.BAD_REQUEST;
                }
            }
            fields.add(bytes, line, nameEnd, valueStart, valueEnd);
            line = lineEnd + 2;
        }
        return line + 2 == end ? null : Reason.BAD_REQUEST;
    }

    /** Whether a line begins as a field does: a name, and directly behind it a colon. */
    static boolean fieldLine(byte[] bytes, int start, int end) {
        int name = tokenEnd(bytes, start, end);
        return name > start && name < end && bytes[name] == ':';
    }

    private static boolean blank(byte c) {
        return c == ' ' || c == '\t';
    }

    private static int lineEnd(byte[] bytes, int from) {
        int i = from;
        while (bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    private static int tokenEnd(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] >= 0 && TOKEN[bytes[i]]) {
            i++;
        }
        return i;
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** {@code tchar} of RFC 9110 section 5.6.2. */
    private static boolean[] tokens() {
        boolean[] token = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            token[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            token[c] = true;
        }
        return token;
    }
}
