package dev.sluice.publish;

import java.time.Duration;

/**
 * How long changes are collected before they are worked on together. A change that comes when nothing has been done for
 * {@code quiet} is worked on at once.
 *
 * @param quiet a storm is over when nothing has changed for so long; more than 0
 * @param latest a storm is cut after so long from its first change that waits; not less than {@code quiet}
 */
public record HoldOff(Duration quiet, Duration latest) {
    /** @throws IllegalArgumentException if {@code quiet} is not positive or {@code latest} is shorter */
    public HoldOff {
        if (quiet.isZero() || quiet.isNegative() || latest.compareTo(quiet) < 0) {
            throw new IllegalArgumentException(
                    "hold-off quiet " + quiet + ", latest " + latest + ": expected 0 < quiet <= latest");
        }
    }
}
