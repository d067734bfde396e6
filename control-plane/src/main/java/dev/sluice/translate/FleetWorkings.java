package dev.sluice.translate;

import dev.sluice.key.ResourceKey;
import dev.sluice.resource.HostMatch;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PSortedSet;

/**
 * What the next translation must know of one fleet besides its table.
 *
 * @param uses how many fragments refer to each upstream, endpoint set, certificate and trust bundle
 */
record FleetWorkings(
        Tally<ResourceKey> uses,
        HashPMap<Contest, PSortedSet<Contender>> contests,
        HashPMap<HostMatch, HostStanding> hosts) {
    static final FleetWorkings NONE = new FleetWorkings(Tally.empty(), HashTreePMap.empty(), HashTreePMap.empty());
}
