package dev.sluice.ask;

/** Why there is no answer: the message is one line, and all there is to say. */
public final class AskFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    AskFailure(Exit exit, String message) {
        super(message, null, false, false);
        this.exit = exit;
    }

    /** What the process says by ending. */
    public Exit exit() {
        return exit;
    }
}
