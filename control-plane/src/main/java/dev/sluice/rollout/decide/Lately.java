package dev.sluice.rollout.decide;

import dev.sluice.replica.DataPlaneView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the data planes of a staged fleet have served lately, as far as this leader has seen: counts go back to the start of
 * each, and what failed long ago excuses nothing now. A value.
 *
 * @param older the count that is subtracted; empty in the first while
 * @param newer takes its place after a window
 */
record Lately(Optional<Counts> older, Optional<Counts> newer) {
    static final Lately NOTHING = new Lately(Optional.empty(), Optional.empty());

    /** All that each had served at a moment, by node. */
    record Counts(Instant at, Map<String, Requests> requests) {
        Counts {
            requests = Map.copyOf(requests);
        }

        static Counts of(Collection<DataPlaneView> planes, Instant at) {
            Map<String, Requests> requests = new TreeMap<>();
            planes.forEach(plane -> requests.put(plane.node(), Requests.of(plane)));
            return new Counts(at, requests);
        }
    }

    /** After a look; what is asked of it is of one to two windows. */
    Lately seen(Collection<DataPlaneView> planes, Instant now, Duration window) {
        boolean due = newer.isEmpty() || !now.isBefore(newer.get().at().plus(window));
        return due ? new Lately(newer, Optional.of(Counts.of(planes, now))) : this;
    }

    /** What the data plane has served since; nothing if that is not known, or it has started anew. */
    Requests of(DataPlaneView plane) {
        Requests now = Requests.of(plane);
        return older.or(() -> newer)
                .flatMap(counts -> Optional.ofNullable(counts.requests().get(plane.node())))
                .filter(then -> !now.restartedSince(then))
                .map(now::minus)
                .orElse(Requests.NONE);
    }
}
