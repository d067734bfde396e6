package dev.sluice.access;

/** A token file that cannot be; the message names the line and what was expected, never a token. */
final class InvalidTokens extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidTokens(String message) {
        super(message);
    }
}
