package dev.sluice.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The field names that the pipeline or an engine looks at; every other name is {@link #OTHER} and only passes through. */
public enum KnownField {
    OTHER(""),
    /**
     * A name that is one of the others with another sign for a hyphen ({@code X_Forwarded_For}): CGI, and what is made like it, has
     * the same variable for both, so that whoever looks there reads what a client says for what a proxy says.
     */
    LOOKALIKE(""),
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

    /** Which known field the bytes name, whatever their case; {@link #LOOKALIKE} or {@link #OTHER} if none. */
    public static KnownField of(byte[] source, int start, int end) {
        int length = end - start;
        if (length >= BY_LENGTH.length) {
            return OTHER;
        }
        KnownField like = OTHER;
        for (KnownField candidate : BY_LENGTH[length]) {
            int odd = candidate.oddSigns(source, start);
            if (odd == 0) {
                return candidate;
            }
            like = odd > 0 ? LOOKALIKE : like;
        }
        return like;
    }

    /** What CGI makes an underscore: no letter and no digit. */
    public static boolean sign(int lowered) {
        return (lowered < 'a' || lowered > 'z') && (lowered < '0' || lowered > '9');
    }

    /** How many hyphens of the name are other signs there; less than 0 if it is another name. */
    private int oddSigns(byte[] source, int start) {
        int odd = 0;
        for (int i = 0; i < lower.length; i++) {
            int c = source[start + i];
            if (c >= 'A' && c <= 'Z') {
                c += 'a' - 'A';
            }
            if (c != lower[i]) {
                if (lower[i] != '-' || !sign(c)) {
                    return -1;
                }
                odd++;
            }
        }
        return odd;
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
