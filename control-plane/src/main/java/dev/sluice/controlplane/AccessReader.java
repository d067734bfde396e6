package dev.sluice.controlplane;

import dev.sluice.access.AccessSettings;
import dev.sluice.settings.Section;
import java.nio.file.Path;
import java.time.Duration;

/** Reads who may ask the status API. */
final class AccessReader {
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofHours(1);
    /** Below the time limit of the server for a whole request. */
    private static final Duration MOST_WAIT = Duration.ofSeconds(8);

    /** As in settings. */
    private enum By {
        LOOPBACK,
        ANYONE,
        TOKEN_FILE,
        KUBERNETES
    }

    private AccessReader() {}

    static AccessSettings read(Section section) {
        return switch (section.choice("by", By.class)) {
            case LOOPBACK -> new AccessSettings.Loopback();
            case ANYONE -> new AccessSettings.Anyone();
            case TOKEN_FILE -> tokenFile(section);
            case KUBERNETES ->
                new AccessSettings.Reviewed(
                        section.duration("keep", LEAST, MOST),
                        section.integer("max-kept", 1, 1_000_000),
                        section.duration("timeout", LEAST, MOST_WAIT),
                        section.integer("max-asking", 1, 1000));
        };
    }

    private static AccessSettings tokenFile(Section section) {
        String file = section.optional("token-file")
                .orElseThrow(() -> section.invalid("token-file", "''", "a file, for by=token-file (--api-token-file)"));
        return new AccessSettings.TokenFile(Path.of(file), section.duration("look", LEAST, MOST));
    }
}
