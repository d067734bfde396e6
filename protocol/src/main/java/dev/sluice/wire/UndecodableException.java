package dev.sluice.wire;

/** A message of the stream, or a part of one, cannot be read; the whole update it belongs to is of no use. */
public final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1;

    UndecodableException(String message) {
        super(message);
    }

    UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
