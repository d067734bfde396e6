package dev.sluice.rollout;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one numbered decision in force. It is replicated, part of every version, and kept over restarts. Of two decisions
 * the one with the higher number is in force.
 *
 * @param number rises by one with each decision; 0 when none was ever taken
 * @param generation how often the source of objects is known to have gone back (an etcd restored from a backup); is added
 *     to the generation of the source's own epoch
 * @param courses of the fleets that are not simply given the newest
 * @param cause of the latest change; each course keeps its own
 */
public record Decision(long number, long generation, SortedMap<FleetName, Course> courses, Cause cause) {
    /** None was ever taken. */
    public static final Decision NONE = new Decision(0, 0, Collections.emptySortedMap(), Cause.NONE);

    /**
     * Of a decision what every version says.
     *
     * @param decision its number
     * @param generation what it adds to the source's own
     */
    public record Numbers(long decision, long generation) {
        /** The epoch of versions, from the source's own. */
        public Epoch over(Epoch source) {
            return new Epoch(source.source(), source.generation() + generation);
        }
    }

    public Decision {
        courses = Collections.unmodifiableSortedMap(new TreeMap<>(courses));
    }

    /** The one of both that is in force. */
    public Decision merge(Decision other) {
        return other.number > number ? other : this;
    }

    public Numbers numbers() {
        return new Numbers(number, generation);
    }

    /** The fleet's course; empty if it is given the newest. */
    public Optional<Course> course(FleetName fleet) {
        return Optional.ofNullable(courses.get(fleet));
    }

    /** The next decision: this one, with the fleet on that course. */
    public Decision on(FleetName fleet, Course course) {
        TreeMap<FleetName, Course> next = new TreeMap<>(courses);
        next.put(fleet, course);
        return new Decision(number + 1, generation, next, course.cause());
    }

    /** The next decision: this one, with the fleet given the newest. */
    public Decision following(FleetName fleet, Cause why) {
        TreeMap<FleetName, Course> next = new TreeMap<>(courses);
        next.remove(fleet);
        return new Decision(number + 1, generation, next, why);
    }

    /** The same with numbers that are not lower than these. */
    public Decision atLeast(Numbers least) {
        return new Decision(
                Math.max(number, least.decision()), Math.max(generation, least.generation()), courses, cause);
    }

    /** The next decision: this one, with a source that has gone back once more. */
    public Decision raised(Cause why) {
        return new Decision(number + 1, generation + 1, courses, why);
    }
}
