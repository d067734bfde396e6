package dev.sluice.publish;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.rollout.Track;
import dev.sluice.translate.EndpointDemand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Which track asks for which endpoint sets, findable by track and by Service. A value.
 *
 * @param byTrack what each track's table refers to
 * @param byService the same by the Service whose slices make the sets
 */
record Demands(
        PSortedMap<Track, PSortedMap<EndpointSetKey, EndpointDemand>> byTrack,
        HashPMap<ObjectKey, PSortedMap<Track, PSortedMap<EndpointSetKey, EndpointDemand>>> byService) {
    static final Demands NONE = new Demands(TreePMap.empty(), HashTreePMap.empty());

    /** Besides what is asked for already. */
    Demands plus(Track track, EndpointDemand demand) {
        Demands rest = minus(track, demand.key());
        ObjectKey service = service(demand);
        return new Demands(
                with(rest.byTrack, track, demand),
                rest.byService.plus(
                        service, with(rest.byService.getOrDefault(service, TreePMap.empty()), track, demand)));
    }

    Demands minus(Track track, EndpointSetKey key) {
        EndpointDemand known = byTrack.getOrDefault(track, TreePMap.empty()).get(key);
        if (known == null) {
            return this;
        }
        ObjectKey service = service(known);
        var left = without(byService.getOrDefault(service, TreePMap.empty()), track, key);
        return new Demands(
                without(byTrack, track, key),
                left.isEmpty() ? byService.minus(service) : byService.plus(service, left));
    }

    /** Without what tracks asked for that are no longer given anything. */
    Demands only(Set<Track> tracks) {
        Demands rest = this;
        for (Map.Entry<Track, PSortedMap<EndpointSetKey, EndpointDemand>> asked : byTrack.entrySet()) {
            if (!tracks.contains(asked.getKey())) {
                for (EndpointSetKey key : asked.getValue().keySet()) {
                    rest = rest.minus(asked.getKey(), key);
                }
            }
        }
        return rest;
    }

    /** What is made of the slices of these Services, by track. */
    SortedMap<Track, List<EndpointDemand>> of(Collection<ObjectKey> services) {
        SortedMap<Track, List<EndpointDemand>> found = new TreeMap<>();
        for (ObjectKey service : services) {
            byService
                    .getOrDefault(service, TreePMap.empty())
                    .forEach((track, demands) -> found.computeIfAbsent(track, any -> new ArrayList<>())
                            .addAll(demands.values()));
        }
        return found;
    }

    private static ObjectKey service(EndpointDemand demand) {
        return ObjectKey.of(ObjectKind.SERVICE, demand.namespace(), demand.service());
    }

    private static PSortedMap<Track, PSortedMap<EndpointSetKey, EndpointDemand>> with(
            PSortedMap<Track, PSortedMap<EndpointSetKey, EndpointDemand>> all, Track track, EndpointDemand demand) {
        PSortedMap<EndpointSetKey, EndpointDemand> own = all.getOrDefault(track, TreePMap.empty());
        return all.plus(track, own.plus(demand.key(), demand));
    }

    private static PSortedMap<Track, PSortedMap<EndpointSetKey, EndpointDemand>> without(
            PSortedMap<Track, PSortedMap<EndpointSetKey, EndpointDemand>> all, Track track, EndpointSetKey key) {
        PSortedMap<EndpointSetKey, EndpointDemand> own = all.getOrDefault(
                        track, TreePMap.<EndpointSetKey, EndpointDemand>empty())
                .minus(key);
        return own.isEmpty() ? all.minus(track) : all.plus(track, own);
    }
}
