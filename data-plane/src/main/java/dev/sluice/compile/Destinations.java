package dev.sluice.compile;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.Upstream.Resolved;
import java.util.List;
import org.pcollections.ConsPStack;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PStack;

/**
 * The other half of a compiled state: upstreams with their endpoints, and what is needed to change one alone.
 *
 * @param slots what requests read
 * @param places the slot of an upstream that is there or that a rule names
 * @param free slots below {@code next} that are empty
 * @param next the lowest slot that was never used
 * @param upstreams in force
 * @param sets endpoints from EndpointSlices
 * @param readers which upstreams are fed by a set
 * @param speakers which upstreams name a certificate or a trust bundle, whether it is there or not
 * @param names what is to be resolved by DNS
 * @param resolutions endpoints from DNS
 */
record Destinations(
        Slots slots,
        PMap<UpstreamKey, Place> places,
        PStack<Integer> free,
        int next,
        PMap<UpstreamKey, Upstream> upstreams,
        PMap<EndpointSetKey, EndpointSet> sets,
        PMap<EndpointSetKey, PSet<UpstreamKey>> readers,
        PMap<ResourceKey, PSet<UpstreamKey>> speakers,
        PMap<UpstreamKey, Resolved> names,
        PMap<UpstreamKey, List<IpAddress>> resolutions) {
    static final Destinations EMPTY = new Destinations(
            Slots.EMPTY,
            HashTreePMap.empty(),
            ConsPStack.empty(),
            0,
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty());

    /** As requests see an upstream that is in force. */
    CompiledUpstream compiled(UpstreamKey key) {
        Place place = places.get(key);
        if (place == null) {
            throw new IllegalArgumentException(key + " is not in force");
        }
        return slots.get(place.slot());
    }

    /**
     * @param uses how many shares of rules name it, and one more if the upstream itself is there
     */
    record Place(int slot, int uses) {}
}
