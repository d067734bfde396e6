package dev.sluice.controlplane;

import dev.sluice.receipt.ReceiptSettings;
import dev.sluice.settings.Section;
import dev.sluice.status.EventSettings;
import dev.sluice.status.MarkSettings;
import java.time.Duration;

/** Reads how receipts are kept and told of. */
final class ReceiptReader {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private ReceiptReader() {}

    static ReceiptSettings receipts(Section section) {
        return new ReceiptSettings(
                section.duration("pause", MILLI, SECOND),
                section.duration("not-live-after", TENTH, HOUR),
                section.integer("max-waiting", 1, 100_000));
    }

    static EventSettings events(Section section) {
        return new EventSettings(
                section.integer("burst", 1, 10_000),
                section.duration("refill", MILLI, HOUR),
                section.integer("queue", 1, 100_000),
                section.integer("remembered", 1, 1_000_000),
                section.duration("timeout", TENTH, MINUTE));
    }

    static MarkSettings marks(Section section) {
        return new MarkSettings(
                section.integer("in-flight", 1, 64),
                section.duration("pause", MILLI, MINUTE),
                section.duration("rest", MILLI, HOUR),
                section.duration("timeout", TENTH, MINUTE),
                SettingsReader.backoff(section.section("retry")));
    }
}
