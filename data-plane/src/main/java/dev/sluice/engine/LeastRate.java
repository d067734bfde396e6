package dev.sluice.engine;

import java.time.Duration;

/**
 * How fast somebody must be while the proxy waits for them.
 *
 * @param bytesPerSecond 0 or more; 0 asks for none
 * @param over the time over which a rate is taken; longer than zero
 */
public record LeastRate(int bytesPerSecond, Duration over) {
    private static final double SECOND = 1e9;

    /** Somebody who has less than 2 kbit/s would need a minute for the body of a small form. */
    public static final LeastRate USUAL = new LeastRate(240, Duration.ofSeconds(20));

    public LeastRate {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond + ", expected 0 or more");
        }
        if (over.isNegative() || over.isZero()) {
            throw new IllegalArgumentException("over is " + over + ", expected longer than zero");
        }
    }

    /** Whether so many bytes in so many nanoseconds of waiting are too few; never before {@link #over} has passed. */
    public boolean missed(long bytes, long nanos) {
        return nanos >= over.toNanos() && bytes < nanos / SECOND * bytesPerSecond;
    }
}
