package dev.sluice.translate.ingress;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Sizes and times as people write them in annotations and parameters. */
final class Quantity {
    private static final int MOST_DIGITS = 10;

    private Quantity() {}

    /** Bytes, or with {@code k}, {@code m} or {@code g} in either case units of 1024; 0 means no limit (nginx). */
    static Optional<OptionalLong> size(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.isEmpty()) {
            return Optional.empty();
        }
        long unit = switch (lower.charAt(lower.length() - 1)) {
            case 'b' -> 1;
            case 'k' -> 1L << 10;
            case 'm' -> 1L << 20;
            case 'g' -> 1L << 30;
            default -> 0;
        };
        String digits = unit == 0 ? lower : lower.substring(0, lower.length() - 1);
        return number(digits)
                .map(count -> count == 0 ? OptionalLong.empty() : OptionalLong.of(count * Math.max(unit, 1)));
    }

    /** Whole seconds, 1 or more, without a unit (nginx). */
    static Optional<Duration> seconds(String text) {
        return number(text.strip()).filter(count -> count > 0).map(Duration::ofSeconds);
    }

    /** Seconds, or with {@code ms}, {@code s} or {@code m} another unit; more than nothing. */
    static Optional<Duration> duration(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.endsWith("ms")) {
            return positive(lower, 2).map(Duration::ofMillis);
        }
        if (lower.endsWith("s")) {
            return positive(lower, 1).map(Duration::ofSeconds);
        }
        return lower.endsWith("m") ? positive(lower, 1).map(Duration::ofMinutes) : seconds(lower);
    }

    private static Optional<Long> positive(String text, int unitLength) {
        return number(text.substring(0, text.length() - unitLength)).filter(count -> count > 0);
    }

    /** At most ten digits, so that no unit overflows a long. */
    private static Optional<Long> number(String digits) {
        boolean plain = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }
}
