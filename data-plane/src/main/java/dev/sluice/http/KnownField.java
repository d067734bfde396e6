package dev.sluice.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The field names that the pipeline or an engine looks at; every other name is {@link #OTHER} and only passes through. */
public enum KnownField {
    OTHER(""),
    HOST("Host"),
    CONNECTION("Connection"),
    KEEP_ALIVE("Keep-Alive"),
    PROXY_CONNECTION("Proxy-Connection"),
    PROXY_AUTHENTICATE("Proxy-Authenticate"),
    PROXY_AUTHORIZATION("Proxy-Authorization"),
    PROXY("Proxy"),
    TE("TE"),
    TRAILER("Trailer"),
    TRANSFER_ENCODING("Transfer-Encoding"),
    UPGRADE("Upgrade"),
    HTTP2_SETTINGS("HTTP2-Settings"),
    CONTENT_LENGTH("Content-Length"),
    CONTENT_TYPE("Content-Type"),
    COOKIE("Cookie"),
    EXPECT("Expect"),
    DATE("Date"),
    SERVER("Server"),
    LOCATION("Location"),
    RETRY_AFTER("Retry-After"),
    STRICT_TRANSPORT_SECURITY("Strict-Transport-Security"),
    USER_AGENT("User-Agent"),
    REFERER("Referer"),
    FORWARDED("Forwarded"),
    X_FORWARDED_FOR("X-Forwarded-For"),
    X_FORWARDED_HOST("X-Forwarded-Host"),
    X_FORWARDED_PROTO("X-Forwarded-Proto"),
    X_FORWARDED_PORT("X-Forwarded-Port"),
    X_FORWARDED_SCHEME("X-Forwarded-Scheme"),
    X_SCHEME("X-Scheme"),
    X_ORIGINAL_FORWARDED_FOR("X-Original-Forwarded-For"),
    X_ORIGINAL_FORWARDED_HOST("X-Original-Forwarded-Host"),
    X_REAL_IP("X-Real-IP"),
    X_REQUEST_ID("X-Request-ID");

    private static final KnownField[][] BY_LENGTH = byLength();

    private final String text;
    private final byte[] bytes;
    private final byte[] lower;

    KnownField(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.US_ASCII);
        this.lower = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    /** The usual spelling. */
    public String text() {
        return text;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Which known field the bytes name, whatever their case; {@link #OTHER} if none. */
    public static KnownField of(byte[] source, int start, int end) {
        int length = end - start;
        if (length >= BY_LENGTH.length) {
            return OTHER;
        }
        for (KnownField candidate : BY_LENGTH[length]) {
            if (candidate.names(source, start)) {
                return candidate;
            }
        }
        return OTHER;
    }

    private boolean names(byte[] source, int start) {
        for (int i = 0; i < lower.length; i++) {
            int c = source[start + i];
            if (c >= 'A' && c <= 'Z') {
                c += 'a' - 'A';
            }
            if (c != lower[i]) {
                return false;
            }
        }
        return true;
    }

    private static KnownField[][] byLength() {
        int longest = 0;
        for (KnownField field : values()) {
            longest = Math.max(longest, field.lower.length);
        }
        KnownField[][] table = new KnownField[longest + 1][];
        for (int length = 0; length <= longest; length++) {
            int wanted = length;
            table[length] = length == 0
                    ? new KnownField[0]
                    : java.util.Arrays.stream(values())
                            .filter(field -> field.lower.length == wanted)
                            .toArray(KnownField[]::new);
        }
        return table;
    }
}
