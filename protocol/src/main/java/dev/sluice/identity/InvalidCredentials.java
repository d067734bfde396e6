package dev.sluice.identity;

/** Files that make no credentials; the message names the file, what is wrong with it, and what was expected. Never a key. */
public final class InvalidCredentials extends Exception {
    private static final long serialVersionUID = 1;

    InvalidCredentials(String message) {
        super(message);
    }

    InvalidCredentials(String message, Throwable cause) {
        super(message, cause);
    }
}
