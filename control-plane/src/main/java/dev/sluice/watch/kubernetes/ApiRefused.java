package dev.sluice.watch.kubernetes;

import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The API server answered, but with an error. */
final class ApiRefused extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int UNAUTHORIZED = 401;
    private static final int TIMEOUT = 408;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    /** Whatever a server asks for, it is tried again after this. */
    private static final long LONGEST_SECONDS = 120;

    private final int status;
    private final Duration retryAfter;

    ApiRefused(int status, String message) {
        this(status, message, Duration.ZERO);
    }

    /** @param retryAfter for how long the server asks to be spared; zero if it does not say */
    ApiRefused(int status, String message, Duration retryAfter) {
        super("HTTP " + status + (message.isEmpty() ? "" : ": " + message));
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** With what the answer's headers ask for: RFC 9110, 10.2.3; only in seconds, as API servers write it. */
    static ApiRefused of(HttpResponse<?> response, String message) {
        String seconds = response.header("Retry-After");
        boolean busy = response.code() == TOO_MANY || response.code() == UNAVAILABLE;
        return new ApiRefused(response.code(), message, busy ? asked(seconds) : Duration.ZERO);
    }

    private static Duration asked(@Nullable String seconds) {
        try {
            long asked = seconds == null ? 0 : Long.parseLong(seconds.strip());
            return Duration.ofSeconds(Math.clamp(asked, 0, LONGEST_SECONDS));
        } catch (NumberFormatException e) {
            return Duration.ZERO; // a date, which no API server sends: the usual time will do
        }
    }

    Duration retryAfter() {
        return retryAfter;
    }

    /** The version asked for is no longer known: list again. */
    boolean gone() {
        return status == GONE;
    }

    /** The request itself is refused (absent kind, forbidden, malformed): the connection and the server are well. */
    boolean final4xx() {
        return status >= 400
                && status < 500
                && status != UNAUTHORIZED
                && status != TIMEOUT
                && status != TOO_MANY
                && !gone();
    }

    /**
     * The server, or something before it, may only refuse the WebSocket (some do with 403): asked again without one it
     * says what it really thinks of the watch.
     */
    boolean perhapsOnlyTheUpgrade() {
        return status != UNAUTHORIZED && status != TOO_MANY && !gone();
    }
}
