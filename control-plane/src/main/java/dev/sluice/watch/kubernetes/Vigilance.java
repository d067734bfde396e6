package dev.sluice.watch.kubernetes;

import java.time.Duration;

/**
 * How closely watches are watched.
 *
 * @param silence after which a watch that brings nothing, not even a bookmark, is opened anew
 * @param probe after how long a silence of a whole kind the server is asked whether it is there
 * @param spacing between two comparisons of one watch with a list
 * @param grace in which a watch may catch up with such a list
 */
public record Vigilance(Duration silence, Duration probe, Duration spacing, Duration grace) {
    /** As reference.conf has it. */
    public static final Vigilance DEFAULT =
            new Vigilance(Duration.ofSeconds(75), Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofSeconds(2));
}
