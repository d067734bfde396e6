package dev.sluice.rollout.store;

/** What a {@link DecisionStore} could not do; the message names the place and what was expected. */
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Somebody else has written in between: read again. */
        CONFLICT,
        /** Not allowed; a right is missing. */
        FORBIDDEN,
        /** What is kept makes no sense. */
        UNREADABLE,
        /** There is no room for it. */
        TOO_LARGE,
        /** The place does not answer. */
        AWAY
    }

    private final Reason reason;

    public StoreFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StoreFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
