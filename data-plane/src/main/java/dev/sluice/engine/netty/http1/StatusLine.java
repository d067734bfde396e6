package dev.sluice.engine.netty.http1;

import dev.sluice.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code HTTP-version SP status-code SP [ reason-phrase ]} (RFC 9112 section 4), and the usual ones ready to write. */
public final class StatusLine {
    private static final byte[] VERSION = Octets.ascii("HTTP/1.");
    private static final int PHRASE_AT = 13;

    /** RFC 9110 section 15, RFC 6585, 8297. */
    private static final Map<Integer, String> USUAL = Map.ofEntries(
            Map.entry(100, "Continue"),
            Map.entry(101, "Switching Protocols"),
            Map.entry(103, "Early Hints"),
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(206, "Partial Content"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(304, "Not Modified"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private static final @Nullable StatusLine[] BY_STATUS = new StatusLine[600];

    static {
        USUAL.forEach((status, phrase) -> BY_STATUS[status] = new StatusLine(status, phrase));
    }

    private final String phrase;
    private final byte[] line;

    private StatusLine(int status, String phrase) {
        this.phrase = phrase;
        this.line = ("HTTP/1.1 " + status + " " + phrase + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The line with its CR LF, null if the status or its phrase is unusual. */
    static byte @Nullable [] of(int status, String phrase) {
        StatusLine usual = usual(status);
        return usual != null && usual.phrase.equals(phrase) ? usual.line : null;
    }

    /** The usual phrase, empty if there is none. */
    public static String phrase(int status) {
        StatusLine usual = usual(status);
        return usual == null ? "" : usual.phrase;
    }

    private static @Nullable StatusLine usual(int status) {
        return status < BY_STATUS.length ? BY_STATUS[status] : null;
    }

    /** False if no status line begins with these bytes. */
    static boolean mayBegin(byte[] bytes, int start, int length) {
        for (int i = 0; i < Math.min(length, VERSION.length); i++) {
            if (bytes[start + i] != VERSION[i]) {
                return false;
            }
        }
        return true;
    }

    /** @return false if the bytes are no status line of HTTP/1.0 or 1.1 */
    static boolean read(ResponseHead head, byte[] bytes, int start, int lf) {
        int end = lf - 1;
        // The space behind the code is missing where careless senders have no phrase; that has one reading only.
        boolean noPhrase = end - start == PHRASE_AT - 1;
        if (end - start < PHRASE_AT - 1
                || bytes[end] != '\r'
                || !Octets.startsWith(bytes, start, end, VERSION)
                || (bytes[start + 7] != '0' && bytes[start + 7] != '1')
                || bytes[start + 8] != ' '
                || (!noPhrase && bytes[start + PHRASE_AT - 1] != ' ')) {
            return false;
        }
        int status = code(bytes, start + 9);
        if (status < 100) {
            return false;
        }
        head.minorVersion(bytes[start + 7] - '0');
        head.status(status);
        return noPhrase || phrase(head, bytes, start + PHRASE_AT, end);
    }

    private static int code(byte[] bytes, int at) {
        int code = 0;
        for (int i = at; i < at + 3; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            code = code * 10 + bytes[i] - '0';
        }
        return code;
    }

    private static boolean phrase(ResponseHead head, byte[] bytes, int start, int end) {
        StatusLine usual = usual(head.status());
        if (usual != null
                && end - start == usual.phrase.length()
                && Arrays.equals(usual.line, PHRASE_AT, PHRASE_AT + end - start, bytes, start, end)) {
            head.reasonPhrase(usual.phrase);
            return true;
        }
        for (int i = start; i < end; i++) {
            if (!Octets.text(bytes[i])) {
                return false;
            }
        }
        head.reasonPhrase(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
        return true;
    }
}
