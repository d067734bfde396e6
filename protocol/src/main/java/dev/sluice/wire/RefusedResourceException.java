package dev.sluice.wire;

import dev.sluice.key.ResourceKey;

/**
 * One resource cannot be used: its bytes are damaged, or it has a field, a case or a value that this version does not
 * know. Serving it with that part dropped could serve it without its protection. The message names the field, its value
 * unless it is secret, and what was expected.
 */
public final class RefusedResourceException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedResourceException(ResourceKey key, String reason, Throwable cause) {
        super(key + ": " + reason, cause);
    }
}
