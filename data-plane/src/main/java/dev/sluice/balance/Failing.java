package dev.sluice.balance;

/**
 * An endpoint that does not answer.
 *
 * @param failures attempts in a row that failed before they were answered, 1 or more; may be too low by those that failed at
 *     the same moment in different lanes
 * @param reason of the last
 * @param sinceNanos when the first of them failed, as {@link System#nanoTime}
 */
public record Failing(int failures, String reason, long sinceNanos) {
    Failing again(String next) {
        return new Failing(failures + 1, next, sinceNanos);
    }
}
