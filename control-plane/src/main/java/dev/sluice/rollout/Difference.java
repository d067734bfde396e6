package dev.sluice.rollout;

import dev.sluice.key.ResourceKey;
import dev.sluice.resource.TableDiff;
import java.util.ArrayList;
import java.util.List;

/** Of two releases, which resources one has that the other has not. Sorted. */
public record Difference(List<ResourceKey> added, List<ResourceKey> changed, List<ResourceKey> removed) {
    public Difference {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** Found by walking over both; what they share is not looked into. */
    public static Difference between(Release from, Release to) {
        List<ResourceKey> added = new ArrayList<>();
        List<ResourceKey> changed = new ArrayList<>();
        List<ResourceKey> removed = new ArrayList<>();
        TableDiff.walk(
                from.routes().resources(),
                to.routes().resources(),
                resource ->
                        (from.routes().resources().containsKey(resource.key()) ? changed : added).add(resource.key()),
                removed::add);
        return new Difference(added, changed, removed);
    }
}
