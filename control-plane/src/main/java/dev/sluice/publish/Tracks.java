package dev.sluice.publish;

import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Given;
import dev.sluice.rollout.GivenChange;
import dev.sluice.rollout.Track;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all tracks are given now, but for endpoint sets, and what changed since the message before.
 *
 * @param given a track that is absent is not there, or cannot be given anything yet
 * @param changes of tracks that changed or whose numbers did
 * @param consumed by the newest translation
 * @param decision in force
 */
public record Tracks(
        SortedMap<Track, Given> given, SortedMap<Track, GivenChange> changes, Freshness consumed, Decision decision) {
    public Tracks {
        given = Collections.unmodifiableSortedMap(new TreeMap<>(given));
        changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    }

    /** Which data plane of the fleet goes first; empty if the fleet is not staged, an empty text if it has none yet. */
    Optional<String> first(FleetName fleet) {
        return decision.course(fleet)
                .filter(Course.Staged.class::isInstance)
                .map(course -> ((Course.Staged) course).first());
    }

    /** Whether data planes of the fleet must go on without anything new, because nothing is to be had for them. */
    boolean withheld(FleetName fleet) {
        return decision.course(fleet).isPresent() && !given.containsKey(Track.stable(fleet));
    }
}
