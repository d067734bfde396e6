package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is made from one object.
 *
 * @param fleets whose tables depend on it; none for an object that is not ours or that nothing refers to
 * @param resources that exist because of it: of an Ingress its routes and what they forward to, of a Service its upstreams
 *     and endpoint sets
 */
public record Contribution(SortedSet<FleetName> fleets, Set<ResourceKey> resources) {
    public static final Contribution NONE = new Contribution(Collections.emptySortedSet(), Set.of());

    public Contribution {
        fleets = Collections.unmodifiableSortedSet(new TreeSet<>(fleets));
        resources = Set.copyOf(resources);
    }

    Contribution plus(Contribution other) {
        SortedSet<FleetName> allFleets = new TreeSet<>(fleets);
        allFleets.addAll(other.fleets);
        Set<ResourceKey> allResources = new TreeSet<>(resources);
        allResources.addAll(other.resources);
        return new Contribution(allFleets, allResources);
    }
}
