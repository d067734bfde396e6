package dev.sluice.compile;

import dev.sluice.key.ResourceKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Resource;
import java.util.Optional;

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

    /**
     * It has something this version does not know.
     *
     * @param reason says what
     * @param matching a route, to be read only for which requests are its own; empty for other resources, and where it
     *     cannot be told
     */
    record Undecodable(ResourceKey key, String reason, Optional<HttpRoute> matching) implements Upsert {}

    /**
     * It belongs to the state and is not there, because it holds a private key that a state from disk does not give away.
     * What needs it waits, and is not served with what stands in where there is none.
     */
    record Withheld(ResourceKey key) implements Upsert {}
}
