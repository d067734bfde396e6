package dev.sluice.status;

/** Where statuses are written. */
public interface StatusTarget {
    /** What became of a write. */
    sealed interface Outcome {
        /** It is written, or stood there already. */
        record Written() implements Outcome {}

        /** The object has become another, or is gone: nothing was written, and an event will tell. */
        record Outdated(String how) implements Outcome {}

        /** It could not be written; it may be tried again. */
        record Failed(String reason) implements Outcome {}
    }

    /** Writes one status; waits for the answer. Never throws for what the API server says. */
    Outcome write(StatusWrite write);
}
