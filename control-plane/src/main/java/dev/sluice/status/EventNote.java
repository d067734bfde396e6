package dev.sluice.status;

import dev.sluice.key.ObjectKey;

/**
 * What an Event is to say about an Ingress.
 *
 * @param uid of the object that is meant
 * @param resourceVersion of the state that is spoken of; may be empty
 * @param reason in CamelCase, for filtering
 * @param message for a person
 */
public record EventNote(
        ObjectKey object, String uid, String resourceVersion, Severity severity, String reason, String message) {
    /** {@code type} of an Event. */
    public enum Severity {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String text;

        Severity(String text) {
            this.text = text;
        }

        /** As the API server knows it. */
        public String text() {
            return text;
        }
    }
}
