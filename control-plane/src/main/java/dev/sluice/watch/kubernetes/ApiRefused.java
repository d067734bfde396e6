package dev.sluice.watch.kubernetes;

import java.io.IOException;

/** The API server answered, but with an error. */
final class ApiRefused extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int UNAUTHORIZED = 401;
    private static final int TIMEOUT = 408;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;

    private final int status;

    ApiRefused(int status, String message) {
        super("HTTP " + status + (message.isEmpty() ? "" : ": " + message));
        this.status = status;
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
