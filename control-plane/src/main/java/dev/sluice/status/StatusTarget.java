package dev.sluice.status;

import java.util.function.BooleanSupplier;

/** Where statuses are written. */
public interface StatusTarget {
    /** What became of a write. */
    sealed interface Outcome {
        /** It is written, or stood there already. */
        record Written() implements Outcome {}

        /** The object has become another, or is gone: nothing was written, and an event will tell. */
        record Outdated(String how) implements Outcome {}

        /** This replica does not lead any more: nothing was written, and the one that leads will. */
        record Withheld() implements Outcome {}

        /** It could not be written; it may be tried again. */
        record Failed(String reason) implements Outcome {}
    }

    /**
     * Writes one status; waits for the answer. Never throws for what the API server says.
     *
     * @param leading asked right before each request that changes something
     */
    Outcome write(StatusWrite write, BooleanSupplier leading);
}
