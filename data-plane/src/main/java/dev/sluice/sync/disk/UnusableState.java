package dev.sluice.sync.disk;

/** Bytes that are not a whole state for this owner; the message says why. */
final class UnusableState extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableState(String message) {
        super(message);
    }
}
