package dev.sluice.api;

/** A parameter of a request that cannot be; the message names it, its value and what was expected. */
final class InvalidQuery extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidQuery(String message) {
        super(message);
    }
}
