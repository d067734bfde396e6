package dev.sluice.ask;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people write it: {@code 500ms}, {@code 30s}, {@code 5m}; from 1 ms to an hour. */
final class Span implements ITypeConverter<Duration> {
    private static final Duration MOST = Duration.ofHours(1);
    private static final int MOST_DIGITS = 7;

    @Override
    public Duration convert(String text) {
        Duration span = text.endsWith("ms")
                ? Duration.ofMillis(number(text, 2))
                : switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
                    case 's' -> Duration.ofSeconds(number(text, 1));
                    case 'm' -> Duration.ofMinutes(number(text, 1));
                    default -> throw wrong(text);
                };
        if (span.isZero() || span.compareTo(MOST) > 0) {
            throw wrong(text);
        }
        return span;
    }

    private static long number(String text, int unit) {
        String digits = text.substring(0, text.length() - unit);
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(text);
        }
        return Long.parseLong(digits);
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException("'" + text + "': expected a time from 1ms to 60m, as 500ms, 30s or 5m");
    }
}
