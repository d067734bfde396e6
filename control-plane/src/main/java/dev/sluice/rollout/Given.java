package dev.sluice.rollout;

import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.resource.RouteTable;

/**
 * What a track is given, but for endpoint sets: those are joined with it by who publishes. A value.
 *
 * @param table the release's resources and what flows besides
 * @param release what the routes are of
 * @param live what the newest translation has consumed
 * @param numbers of the decision by which it is given
 */
public record Given(RouteTable table, Release release, Basis basis, Freshness live, Decision.Numbers numbers) {
    /** Why it is this release. */
    public sealed interface Basis {
        /** It is the newest, and the next one will be given, too. */
        record Newest() implements Basis {}

        /** A decision says so. */
        record Decided(Chosen chosen) implements Basis {}

        /**
         * It was the newest until a decision named a release that this replica does not have. Until that is found, the
         * track stays at what it had, with the numbers it had.
         *
         * @param consumed by the watches that it was translated from
         */
        record Withheld(Freshness consumed) implements Basis {}
    }

    /** What versions of it have consumed, but for endpoints, within the epoch of the source and these numbers. */
    public Freshness consumed(Epoch epoch) {
        return switch (basis) {
            case Basis.Newest newest -> live;
            case Basis.Decided(Chosen chosen) -> Flowing.consumed(chosen.consumedIn(epoch), live);
            case Basis.Withheld(Freshness consumed) -> Flowing.consumed(consumed, live);
        };
    }

    boolean following() {
        return basis instanceof Basis.Newest;
    }
}
