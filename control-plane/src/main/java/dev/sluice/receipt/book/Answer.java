package dev.sluice.receipt.book;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far one state of one object has come.
 *
 * @param resourceVersion of the state that is spoken of: the newest that was translated
 * @param generation 0 where the kind has none
 * @param translatedAt empty for what is not translated by itself (endpoints), or not yet
 * @param liveSince when it was first live everywhere; empty while it never was, and for endpoints
 * @param note what else a person should know; may be empty
 * @param fleets that depend on it, in order
 */
public record Answer(
        ObjectKey object,
        Verdict verdict,
        String uid,
        String resourceVersion,
        long generation,
        Optional<Instant> translatedAt,
        Optional<Instant> liveSince,
        String note,
        List<FleetStanding> fleets) {
    /** The answer in one word. */
    public enum Verdict {
        /** No such object is known. */
        UNKNOWN,
        /** The name belongs to an object with another uid. */
        REPLACED,
        /** The state that is asked for has not been seen, or not been translated. */
        NOT_SEEN,
        /** No fleet is given anything made from it. */
        UNUSED,
        /** Some data plane does not serve it, or a fleet has none. */
        NOT_LIVE,
        /** Every data plane of its fleets serves it. */
        LIVE,
        /** It was deleted, and some data plane may serve it yet. */
        NOT_REMOVED,
        /** It was deleted, and no data plane serves anything made from it. */
        REMOVED
    }

    /**
     * Of one fleet.
     *
     * @param live data planes that serve it
     * @param of data planes there are
     * @param on those data planes, sorted by node; as many as were asked for
     * @param missing those that do not, sorted by node; as many as were asked for
     */
    public record FleetStanding(FleetName fleet, int live, int of, List<Serving> on, List<Missing> missing) {
        public FleetStanding {
            on = List.copyOf(on);
            missing = List.copyOf(missing);
        }
    }

    /**
     * A data plane that serves it.
     *
     * @param since when it said so first, on its present stream; empty if that is not remembered any more
     */
    public record Serving(String node, Optional<Instant> since) {}

    /** A data plane that does not serve it, and why. */
    public record Missing(String node, Standing standing) {}

    public Answer {
        fleets = List.copyOf(fleets);
    }

    public boolean live() {
        return verdict == Verdict.LIVE;
    }

    /** Whether waiting can change it: a state may be seen, and may become live. */
    public boolean open() {
        return switch (verdict) {
            case UNKNOWN, NOT_SEEN, NOT_LIVE, NOT_REMOVED -> true;
            case REPLACED, UNUSED, LIVE, REMOVED -> false;
        };
    }

    static Answer without(ObjectKey object, Verdict verdict, String uid, String note) {
        return new Answer(object, verdict, uid, "", 0, Optional.empty(), Optional.empty(), note, List.of());
    }
}
