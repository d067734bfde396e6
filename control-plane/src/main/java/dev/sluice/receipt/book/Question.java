package dev.sluice.receipt.book;

import dev.sluice.key.ObjectKey;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether an object is live.
 *
 * @param uid of the object that is meant; empty for whichever has the name now
 * @param resourceVersion of the state that is meant; empty for the newest
 */
public record Question(ObjectKey object, Optional<String> uid, OptionalLong resourceVersion, About about) {
    /** What of the object is to have come everywhere. */
    public enum About {
        /** A state of it. */
        STATE,
        /** That it is there no more. */
        DELETION
    }

    public Question(ObjectKey object, Optional<String> uid, OptionalLong resourceVersion) {
        this(object, uid, resourceVersion, About.STATE);
    }

    public static Question newest(ObjectKey object) {
        return new Question(object, Optional.empty(), OptionalLong.empty());
    }
}
