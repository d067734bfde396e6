package dev.sluice.status;

import dev.sluice.key.ObjectKey;

/**
 * What an Ingress's annotations are to say: which of its states is live everywhere.
 *
 * @param uid of the object that is meant
 * @param generation of the state
 * @param resourceVersion of the state: not the one that writing the annotations makes
 */
public record LiveMark(ObjectKey object, String uid, long generation, String resourceVersion) {
    /** {@code metadata.generation} of the newest state that is live everywhere. */
    public static final String GENERATION = "sluice.dev/live-generation";

    /** {@code metadata.resourceVersion} of the same. */
    public static final String RESOURCE_VERSION = "sluice.dev/live-resource-version";
}
