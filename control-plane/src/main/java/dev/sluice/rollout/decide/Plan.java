package dev.sluice.rollout.decide;

import dev.sluice.rollout.Decision;
import dev.sluice.rollout.Release;
import java.util.List;

/** What is to be decided next, or why nothing is. */
public sealed interface Plan {
    /**
     * Decide this.
     *
     * @param keep releases that it names and that are known here: they are kept before it is written
     */
    record Decide(Decision decision, List<Release> keep) implements Plan {
        public Decide {
            keep = List.copyOf(keep);
        }
    }

    /** What was asked for cannot be; the field, its value, and what was expected. */
    record Refuse(String field, String value, String expected) implements Plan {}

    /** What was asked for is so already. */
    record Nothing() implements Plan {}
}
