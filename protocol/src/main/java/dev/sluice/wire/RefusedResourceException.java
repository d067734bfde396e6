package dev.sluice.wire;

import dev.sluice.key.ResourceKey;
import dev.sluice.resource.HttpRoute;
import java.util.Optional;

/**
 * One resource cannot be used: its bytes are damaged, or it has a field, a case or a value that this version does not
 * know. Serving it with that part dropped could serve it without its protection. The message names the field, its value
 * unless it is secret, and what was expected.
 */
public final class RefusedResourceException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Optional<HttpRoute> matching;

    RefusedResourceException(ResourceKey key, String reason, Optional<HttpRoute> matching, Throwable cause) {
        super(key + ": " + reason, cause);
        this.matching = matching;
    }

    /**
     * A route from which only may be read which requests are its own, so that they can be answered 503; its action and
     * policies are not those that were sent. Empty for other resources, and where it cannot be told.
     */
    public Optional<HttpRoute> matching() {
        return matching;
    }
}
