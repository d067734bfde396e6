package dev.sluice.rollout;

import java.util.Optional;

/**
 * What a fleet is given of what is translated. A fleet that a decision does not name is given the newest. Endpoints and
 * certificates always flow, whatever the course: it is about routes, listeners and upstreams.
 */
public sealed interface Course {
    /** Why the fleet is on this course. */
    Cause cause();

    /** This release and no other: a freeze (the release that was newest when it was decided) or a roll-back (an older one). */
    record Hold(Chosen release, Cause cause) implements Course {}

    /**
     * One data plane first. All others are given {@code stable} until the candidate has proved itself; then the next
     * decision makes it the stable one.
     *
     * @param stable what everybody else is given
     * @param candidate what {@code first} is given; empty while nothing is newer than {@code stable}
     * @param first node of the data plane that goes first; empty while the fleet has none
     */
    record Staged(Chosen stable, Optional<Chosen> candidate, String first, Cause cause) implements Course {}
}
