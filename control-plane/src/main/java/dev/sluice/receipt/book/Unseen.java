package dev.sluice.receipt.book;

import dev.sluice.state.ObservedObject;
import java.util.Optional;

/** Whether the state that is asked for has come as far as the translation. */
final class Unseen {
    private Unseen() {}

    /**
     * Why it has not; empty if it has.
     *
     * @param now as it was seen last
     * @param translated as it was translated last
     */
    static Optional<String> why(
            Question question, ObservedObject now, Optional<ObservedObject> translated, Receipt receipt) {
        if (question.resourceVersion().isEmpty()) {
            return waits(now, translated)
                    ? Optional.of("resourceVersion " + now.meta().resourceVersion()
                            + " has been seen and is not translated yet; what is said is about the one before")
                    : Optional.empty();
        }
        long asked = question.resourceVersion().getAsLong();
        long seen = Numbers.of(now.meta().resourceVersion()).orElse(Long.MAX_VALUE);
        if (asked > seen) {
            return Optional.of("resourceVersion " + asked + " has not been seen yet, the newest seen is " + seen);
        }
        boolean older = asked <= Numbers.of(receipt.resourceVersion()).orElse(Long.MAX_VALUE);
        return older || !waits(now, translated)
                ? Optional.empty()
                : Optional.of("resourceVersion " + asked + " has been seen and is not translated yet");
    }

    /** A state that differs in nothing that Sluice reads needs no translation. */
    private static boolean waits(ObservedObject now, Optional<ObservedObject> translated) {
        return translated.isEmpty()
                || !translated.get().alike(now)
                || translated.get().meta().generation() != now.meta().generation();
    }
}
