package dev.sluice.compile;

import dev.sluice.key.ResourceKey;
import dev.sluice.resource.Resource;

/** A new or changed resource as it came off the wire. */
public sealed interface Upsert {
    ResourceKey key();

    /** It could be read. */
    record Decoded(Resource resource) implements Upsert {
        @Override
        public ResourceKey key() {
            return resource.key();
        }
    }

    /** It has something this version does not know; {@code reason} says what. */
    record Undecodable(ResourceKey key, String reason) implements Upsert {}
}
