package dev.sluice.resource;

import dev.sluice.key.ResourceKey;
import java.util.List;

/**
 * What turns one table into the next.
 *
 * @param upserts new or changed resources, sorted by key
 * @param removes keys that are no longer there, sorted; disjoint from the keys of {@code upserts}
 */
public record TableChange(List<Resource> upserts, List<ResourceKey> removes) {
    public static final TableChange NONE = new TableChange(List.of(), List.of());

    public TableChange {
        upserts = List.copyOf(upserts);
        removes = List.copyOf(removes);
    }

    public boolean isEmpty() {
        return upserts.isEmpty() && removes.isEmpty();
    }
}
