package dev.sluice.translate;

import dev.sluice.key.ResourceKey;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PSortedSet;

/**
 * What the next translation must know of one fleet besides its table.
 *
 * @param uses how many fragments refer to each upstream and endpoint set
 */
record FleetWorkings(Tally<ResourceKey> uses, HashPMap<Contest, PSortedSet<Contender>> contests) {
    static final FleetWorkings NONE = new FleetWorkings(Tally.empty(), HashTreePMap.empty());
}
