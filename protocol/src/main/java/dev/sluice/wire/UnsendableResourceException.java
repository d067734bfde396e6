package dev.sluice.wire;

import dev.sluice.key.ResourceKey;

/** A resource is larger than any message may be, so that no data plane can ever be given it. */
public final class UnsendableResourceException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient ResourceKey key;

    UnsendableResourceException(EncodedResource resource) {
        super(resource.key() + " has " + resource.sentBytes() + " bytes: expected at most "
                + UpdateSplitter.MAX_RESOURCE_BYTES);
        this.key = resource.key();
    }

    /** What is to be left out. */
    public ResourceKey key() {
        return key;
    }
}
