package dev.sluice.state;

import dev.sluice.key.WatchKey;
import java.util.Optional;

/** Where one watch stands. */
public sealed interface WatchState {
    WatchState LISTING = new Listing();
    WatchState SYNCED = new Synced();

    /** Whether what is known is a whole: the first list was complete, or there is nothing to list. */
    boolean answered();

    /** What a person should know about the watch standing so; empty when all is well. */
    default Optional<Problem> problem(WatchKey watch) {
        return switch (this) {
            case Listing listing -> Optional.empty();
            case Synced synced -> Optional.empty();
            case Unavailable(String reason) ->
                Optional.of(new Problem(
                        Problem.Severity.ERROR,
                        "watch " + watch,
                        "",
                        "WatchUnavailable",
                        reason + "; it counts as empty and is tried again"));
            case Disconnected(String reason, boolean answered) ->
                Optional.of(new Problem(
                        Problem.Severity.WARNING,
                        "watch " + watch,
                        "",
                        "WatchDisconnected",
                        reason + "; what was known before stays in force"));
        };
    }

    /** Its first list is not complete. */
    record Listing() implements WatchState {
        @Override
        public boolean answered() {
            return false;
        }
    }

    /** It follows the source. */
    record Synced() implements WatchState {
        @Override
        public boolean answered() {
            return true;
        }
    }

    /** The kind is absent (404) or forbidden (403): nothing to wait for. */
    record Unavailable(String reason) implements WatchState {
        @Override
        public boolean answered() {
            return true;
        }
    }

    /**
     * It has no connection; what is known stays in force.
     *
     * @param answered whether it had answered before the connection was lost
     */
    record Disconnected(String reason, boolean answered) implements WatchState {}
}
