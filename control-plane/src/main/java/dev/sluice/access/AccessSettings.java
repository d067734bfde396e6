package dev.sluice.access;

import java.nio.file.Path;
import java.time.Duration;

/** How it is found out who may ask. */
public sealed interface AccessSettings {
    /** Whoever is on this machine may do everything, and others nothing. */
    record Loopback() implements AccessSettings {}

    /** Who reaches the port may do everything. */
    record Anyone() implements AccessSettings {}

    /** @param look how often the file is looked at */
    record TokenFile(Path file, Duration look) implements AccessSettings {}

    /**
     * An API server says whose a token is (TokenReview) and what he may (SubjectAccessReview).
     *
     * @param keep how long an answer holds: as long a withdrawn right may still be used
     * @param kept most answers that are kept
     * @param timeout of one question, with both reviews
     * @param asking most questions under way
     */
    record Reviewed(Duration keep, int kept, Duration timeout, int asking) implements AccessSettings {}
}
