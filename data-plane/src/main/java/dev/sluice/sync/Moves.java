package dev.sluice.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How often a data plane lets itself be moved: a control plane that is confused must not make it run in circles. */
final class Moves {
    private final Duration pause;
    private final InstantSource clock;
    private @Nullable Instant last;

    /** @param pause between two moves that are followed */
    Moves(Duration pause, InstantSource clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /** Whether a move may begin now; if so, it has. */
    boolean begin() {
        Instant now = clock.instant();
        if (last != null && now.isBefore(last.plus(pause))) {
            return false;
        }
        last = now;
        return true;
    }
}
