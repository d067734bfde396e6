package dev.sluice.rollout;

import dev.sluice.key.FleetName;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one numbered decision in force. It is made by the leader, replicated, part of every version, and kept over restarts.
 * Of two decisions the one with the higher number is in force.
 *
 * @param number rises by one with each decision; 0 when none was ever taken
 * @param generation how often the source of objects is known to have gone back (an etcd restored from a backup); is added
 *     to the generation of the source's own epoch
 * @param courses of the fleets that are not simply given the newest
 */
public record Decision(long number, long generation, SortedMap<FleetName, Course> courses, Cause cause) {
    /** None was ever taken. */
    public static final Decision NONE =
            new Decision(0, 0, Collections.emptySortedMap(), new Cause("", Instant.EPOCH, ""));

    /** Who decided, when and why. */
    public record Cause(String who, Instant at, String why) {}

    public Decision {
        courses = Collections.unmodifiableSortedMap(new TreeMap<>(courses));
    }

    /** The one of both that is in force. */
    public Decision merge(Decision other) {
        return other.number > number ? other : this;
    }
}
