package dev.sluice.translate;

import dev.sluice.key.ResourceKey.EndpointSetKey;
import java.util.List;

/**
 * Which endpoint sets a fleet needs besides, or no longer.
 *
 * @param added new or changed, sorted by key
 * @param removed sorted
 */
public record DemandChange(List<EndpointDemand> added, List<EndpointSetKey> removed) {
    public static final DemandChange NONE = new DemandChange(List.of(), List.of());

    public DemandChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty();
    }
}
