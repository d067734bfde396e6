package dev.sluice.status;

import java.util.function.BooleanSupplier;

/** Where annotations are written. */
public interface MarkTarget {
    /**
     * Writes them unless they stand there already; waits for the answer. Never throws for what the API server says.
     *
     * @param leading asked right before each request that changes something
     */
    StatusTarget.Outcome mark(LiveMark mark, BooleanSupplier leading);
}
