package dev.sluice.rollout.decide;

import dev.sluice.rollout.Decision;

/** What became of what was asked of a {@link Decider}. */
public sealed interface Outcome {
    /** It is decided. */
    record Written(Decision decision) implements Outcome {}

    /** It was so already; nothing was decided. */
    record Unchanged(Decision decision) implements Outcome {}

    /** It cannot be. */
    record Refused(Plan.Refuse refusal) implements Outcome {}

    /** It could not be written, or not now; nothing was decided, as far as is known. */
    record Failed(String why) implements Outcome {}
}
