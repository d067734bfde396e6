package dev.sluice.wire;

import dev.sluice.key.ResourceKey;
import java.util.List;

/**
 * What turns one {@link EncodedTable} into another.
 *
 * @param upserts new or changed, in the order of their keys
 * @param removes no longer there, in order; disjoint from the keys of {@code upserts}
 */
public record EncodedChange(List<EncodedResource> upserts, List<ResourceKey> removes) {
    public EncodedChange {
        upserts = List.copyOf(upserts);
        removes = List.copyOf(removes);
    }

    public boolean isEmpty() {
        return upserts.isEmpty() && removes.isEmpty();
    }
}
