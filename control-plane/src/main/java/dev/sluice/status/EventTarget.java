package dev.sluice.status;

import java.util.function.BooleanSupplier;

/** Where Events are written. */
public interface EventTarget {
    /**
     * Writes one, or raises its count; waits for the answer. Never throws for what the API server says.
     *
     * @param leading asked right before each request
     */
    StatusTarget.Outcome write(EventSeries series, BooleanSupplier leading);
}
