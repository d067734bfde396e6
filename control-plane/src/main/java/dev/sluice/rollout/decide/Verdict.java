package dev.sluice.rollout.decide;

import java.util.Optional;

/** What becomes of a staged fleet now. */
sealed interface Verdict {
    /** It goes on as it is. */
    record Wait(Optional<Trial> trial) implements Verdict {}

    /** The newest release is given to this data plane. */
    record Begin(String first) implements Verdict {}

    /** The candidate has proved itself, and is given to all. */
    record Promote() implements Verdict {}

    /** Nothing new is given to anybody, until a person decides. */
    record Halt(String why) implements Verdict {}
}
