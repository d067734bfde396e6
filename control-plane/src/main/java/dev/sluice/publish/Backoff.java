package dev.sluice.publish;

import java.time.Duration;

/**
 * How long to wait before the next try: not at all at first, then {@code least}, doubled each time up to {@code most}.
 */
public record Backoff(Duration least, Duration most) {
    private static final int MAX_DOUBLINGS = 30;

    /** @throws IllegalArgumentException unless 0 &lt; {@code least} &lt;= {@code most} */
    public Backoff {
        if (least.isZero() || least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException("backoff " + least + " to " + most + ": expected 0 < least <= most");
        }
    }

    /** Before the try that follows so many failures in a row, 1 or more. */
    public Duration after(int failures) {
        if (failures <= 1) {
            return Duration.ZERO;
        }
        Duration wait = least.multipliedBy(1L << Math.min(failures - 2, MAX_DOUBLINGS));
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
