package dev.sluice.rollout;

import dev.sluice.rollout.Track.Turn;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which turns a course has, and what each is to be given.
 *
 * @param turns empty for the newest
 */
record Wanted(Map<Turn, Optional<Chosen>> turns) {
    Wanted {
        turns = Collections.unmodifiableMap(new EnumMap<>(turns));
    }

    static Wanted of(Optional<Course> course) {
        return course.map(Wanted::of).orElseGet(() -> new Wanted(Map.of(Turn.STABLE, Optional.empty())));
    }

    /** While there is no candidate, the one that goes first is given what all are given. */
    private static Wanted of(Course course) {
        return switch (course) {
            case Course.Hold hold -> new Wanted(Map.of(Turn.STABLE, Optional.of(hold.release())));
            case Course.Staged staged ->
                new Wanted(Map.of(
                        Turn.STABLE,
                        Optional.of(staged.stable()),
                        Turn.FIRST,
                        staged.candidate().or(() -> Optional.of(staged.stable()))));
        };
    }
}
