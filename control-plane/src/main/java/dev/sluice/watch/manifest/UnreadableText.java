package dev.sluice.watch.manifest;

/** The text cannot be read on from a line, counted from 1. */
final class UnreadableText extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    UnreadableText(int line, String reason) {
        super(reason);
        this.line = line;
    }

    int line() {
        return line;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
