package dev.sluice.observe;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time of day as text, made anew once a second. Confined to one lane. */
final class Timestamp {
    /** {@code 21/Nov/2026:03:26:45 +0000}, as the combined format has it. */
    static final DateTimeFormatter COMBINED = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

    /** {@code 2026-11-21T03:26:45Z}. */
    static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

    private final DateTimeFormatter format;
    private final InstantSource clock;
    private long second = Long.MIN_VALUE;
    private String text = "";

    Timestamp(DateTimeFormatter format, InstantSource clock) {
        this.format = format;
        this.clock = clock;
    }

    String now() {
        long current = Math.floorDiv(clock.millis(), 1000L);
        if (current != second) {
            second = current;
            text = format.format(Instant.ofEpochSecond(current).atOffset(ZoneOffset.UTC));
        }
        return text;
    }
}
