package dev.sluice.sync;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: doubled with each failure between two bounds, and spread over the upper half of
 * that, so that data planes which lost the same control plane do not all return in one moment.
 */
public record Backoff(Duration least, Duration most) {
    private static final int MAX_DOUBLINGS = 30;

    /** @throws IllegalArgumentException unless 0 &lt; {@code least} &lt;= {@code most} */
    public Backoff {
        if (least.isZero() || least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException("backoff " + least + " to " + most + ": expected 0 < least <= most");
        }
    }

    /**
     * @param failures how often it has failed in a row before, 0 or more
     * @param random gives numbers from 0 (inclusive) to 1
     */
    Duration after(int failures, DoubleSupplier random) {
        Duration whole = least.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        Duration bounded = whole.compareTo(most) > 0 ? most : whole;
        return Duration.ofNanos((long) (bounded.toNanos() * (0.5 + random.getAsDouble() / 2)));
    }
}
