package dev.sluice.engine.netty;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Time as a lane needs it often and not exactly: read at each sweep, not at each request. */
final class LaneClock {
    /** IMF-fixdate (RFC 9110 section 5.6.7). */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private long nanos;
    private long second;
    private byte[] dateLine = {};

    LaneClock() {
        read();
    }

    void read() {
        nanos = System.nanoTime();
        long now = System.currentTimeMillis() / 1000;
        if (now != second) {
            second = now;
            dateLine =
                    ("Date: " + FORMAT.format(Instant.ofEpochSecond(now)) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** As {@link System#nanoTime} at the last sweep. */
    long nanos() {
        return nanos;
    }

    /** A Date line with its CR LF. */
    byte[] dateLine() {
        return dateLine;
    }
}
