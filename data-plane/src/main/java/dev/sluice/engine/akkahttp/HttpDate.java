package dev.sluice.engine.akkahttp;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date field's value (RFC 9110 section 5.6.7), made once a second. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Cached(long second, String text) {}

    private static volatile Cached cached = new Cached(0, "");

    private HttpDate() {}

    static String now() {
        long second = System.currentTimeMillis() / 1000;
        Cached last = cached;
        if (last.second() != second) {
            last = new Cached(second, FORMAT.format(Instant.ofEpochSecond(second)));
            cached = last;
        }
        return last.text();
    }
}
