package dev.sluice.wire;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import java.util.List;
import java.util.Optional;

/**
 * One transaction, whole.
 *
 * @param from what it builds on; empty for a full snapshot, where what is not named is gone
 * @param to what is in force once it is applied
 * @param upserts in the order in which they were sent, hashes computed from the received bytes; no key twice
 * @param removes disjoint from the keys of {@code upserts}
 */
public record AssembledUpdate(
        Optional<Version> from, Version to, List<EncodedResource> upserts, List<ResourceKey> removes) {
    public AssembledUpdate {
        upserts = List.copyOf(upserts);
        removes = List.copyOf(removes);
    }

    /** The table that {@code base} becomes; {@code base} does not matter to a full snapshot. */
    public EncodedTable applyTo(EncodedTable base) {
        return (from.isPresent() ? base : EncodedTable.EMPTY).apply(upserts, removes);
    }
}
