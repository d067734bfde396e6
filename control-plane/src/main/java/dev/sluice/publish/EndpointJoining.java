package dev.sluice.publish;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.Resource;
import dev.sluice.resource.TableChange;
import dev.sluice.rollout.Given;
import dev.sluice.rollout.GivenChange;
import dev.sluice.rollout.Track;
import dev.sluice.state.EndpointState;
import dev.sluice.translate.EndpointDemand;
import dev.sluice.translate.EndpointJoin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is to be joined with what: changes of routes, and the endpoint sets to make for them. Pure.
 *
 * @param demands what is asked for from now on
 * @param routes changes of everything but endpoint sets
 * @param sets the endpoint sets to make
 * @param unneeded the endpoint sets that nobody asks for any more
 */
record EndpointJoining(
        Demands demands,
        Map<Track, TableChange> routes,
        Map<Track, List<EndpointDemand>> sets,
        Map<Track, List<EndpointSetKey>> unneeded) {

    /** The first tracks that are published: everything is new, whatever went before. */
    static EndpointJoining first(Tracks tracks) {
        Map<Track, TableChange> routes = new TreeMap<>();
        Map<Track, List<EndpointDemand>> sets = new TreeMap<>();
        for (Map.Entry<Track, Given> entry : tracks.given().entrySet()) {
            Given given = entry.getValue();
            routes.put(entry.getKey(), new TableChange(List.copyOf(given.table().values()), List.of()));
            sets.put(entry.getKey(), List.copyOf(given.release().demands().values()));
        }
        return new EndpointJoining(with(Demands.NONE, sets), routes, sets, Map.of());
    }

    /** Tracks that follow those whose demands are known. */
    static EndpointJoining following(Tracks tracks, Demands before) {
        Map<Track, TableChange> routes = new TreeMap<>();
        Map<Track, List<EndpointDemand>> sets = new TreeMap<>();
        Map<Track, List<EndpointSetKey>> unneeded = new TreeMap<>();
        Demands rest = before.only(tracks.given().keySet());
        for (Map.Entry<Track, GivenChange> entry : tracks.changes().entrySet()) {
            GivenChange change = entry.getValue();
            routes.put(entry.getKey(), change.table());
            sets.put(entry.getKey(), change.demands().added());
            unneeded.put(entry.getKey(), change.demands().removed());
            for (EndpointSetKey key : change.demands().removed()) {
                rest = rest.minus(entry.getKey(), key);
            }
        }
        return new EndpointJoining(with(rest, sets), routes, sets, unneeded);
    }

    /** Only endpoints have changed: those of these Services. */
    static EndpointJoining touched(Collection<ObjectKey> services, Demands demands) {
        return new EndpointJoining(demands, Map.of(), demands.of(services), Map.of());
    }

    /**
     * The same with the sets of these Services: a version says how much of endpoints was consumed, so whatever is
     * published must have all of that.
     */
    EndpointJoining and(Collection<ObjectKey> services) {
        Map<Track, List<EndpointDemand>> all = new TreeMap<>(sets);
        demands.of(services)
                .forEach((track, touched) -> all.merge(
                        track,
                        touched,
                        (asked, more) -> Stream.concat(asked.stream(), more.stream())
                                .distinct()
                                .toList()));
        return new EndpointJoining(demands, routes, all, unneeded);
    }

    /** One change a track; empty for one of which the numbers alone changed. */
    SortedMap<Track, TableChange> changes(EndpointState state) {
        SortedMap<Track, List<Resource>> upserts = new TreeMap<>();
        SortedMap<Track, List<ResourceKey>> removes = new TreeMap<>();
        routes.forEach((track, change) -> {
            of(upserts, track).addAll(change.upserts());
            of(removes, track).addAll(change.removes());
        });
        sets.forEach(
                (track, asked) -> asked.forEach(demand -> of(upserts, track).add(EndpointJoin.join(state, demand))));
        unneeded.forEach((track, keys) -> of(removes, track).addAll(keys));
        return merged(upserts, removes);
    }

    private static SortedMap<Track, TableChange> merged(
            SortedMap<Track, List<Resource>> upserts, SortedMap<Track, List<ResourceKey>> removes) {
        SortedMap<Track, TableChange> changes = new TreeMap<>();
        upserts.forEach((track, any) -> changes.put(track, TableChange.NONE));
        removes.forEach((track, any) -> changes.put(track, TableChange.NONE));
        changes.replaceAll((track, none) -> change(of(upserts, track), of(removes, track)));
        return changes;
    }

    private static TableChange change(List<Resource> upserts, List<ResourceKey> removes) {
        upserts.sort((left, right) -> left.key().compareTo(right.key()));
        removes.sort(null);
        return new TableChange(upserts, removes);
    }

    private static <T> List<T> of(Map<Track, List<T>> lists, Track track) {
        return lists.computeIfAbsent(track, any -> new ArrayList<>());
    }

    private static Demands with(Demands before, Map<Track, List<EndpointDemand>> sets) {
        Demands all = before;
        for (Map.Entry<Track, List<EndpointDemand>> entry : sets.entrySet()) {
            for (EndpointDemand demand : entry.getValue()) {
                all = all.plus(entry.getKey(), demand);
            }
        }
        return all;
    }
}
