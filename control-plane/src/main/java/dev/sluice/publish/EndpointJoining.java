package dev.sluice.publish;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.Resource;
import dev.sluice.resource.TableChange;
import dev.sluice.state.EndpointState;
import dev.sluice.translate.DemandChange;
import dev.sluice.translate.EndpointDemand;
import dev.sluice.translate.EndpointJoin;
import dev.sluice.translate.Translation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
        Map<FleetName, TableChange> routes,
        Map<FleetName, List<EndpointDemand>> sets,
        Map<FleetName, List<EndpointSetKey>> unneeded) {

    /** The first translation that is published: everything is new, whatever went before it. */
    static EndpointJoining first(Translation translation) {
        Map<FleetName, TableChange> routes = new TreeMap<>();
        translation
                .tables()
                .forEach((fleet, table) -> routes.put(fleet, new TableChange(List.copyOf(table.values()), List.of())));
        Map<FleetName, List<EndpointDemand>> sets = new TreeMap<>();
        translation.demands().forEach((fleet, asked) -> sets.put(fleet, List.copyOf(asked.values())));
        return new EndpointJoining(with(Demands.NONE, sets), routes, sets, Map.of());
    }

    /** A translation that follows the one whose demands are known. */
    static EndpointJoining following(Translation translation, Demands before) {
        Map<FleetName, List<EndpointDemand>> sets = new TreeMap<>();
        Map<FleetName, List<EndpointSetKey>> unneeded = new TreeMap<>();
        Demands rest = before;
        for (Map.Entry<FleetName, DemandChange> entry :
                translation.demandChanges().entrySet()) {
            sets.put(entry.getKey(), entry.getValue().added());
            unneeded.put(entry.getKey(), entry.getValue().removed());
            for (EndpointSetKey key : entry.getValue().removed()) {
                rest = rest.minus(entry.getKey(), key);
            }
        }
        return new EndpointJoining(with(rest, sets), translation.changes(), sets, unneeded);
    }

    /** Only endpoints have changed: those of these Services. */
    static EndpointJoining touched(Collection<ObjectKey> services, Demands demands) {
        return new EndpointJoining(demands, Map.of(), demands.of(services), Map.of());
    }

    /** One change a fleet, none of them empty. */
    SortedMap<FleetName, TableChange> changes(EndpointState state) {
        SortedMap<FleetName, List<Resource>> upserts = new TreeMap<>();
        SortedMap<FleetName, List<ResourceKey>> removes = new TreeMap<>();
        routes.forEach((fleet, change) -> {
            of(upserts, fleet).addAll(change.upserts());
            of(removes, fleet).addAll(change.removes());
        });
        sets.forEach(
                (fleet, asked) -> asked.forEach(demand -> of(upserts, fleet).add(EndpointJoin.join(state, demand))));
        unneeded.forEach((fleet, keys) -> of(removes, fleet).addAll(keys));
        return merged(upserts, removes);
    }

    private static SortedMap<FleetName, TableChange> merged(
            SortedMap<FleetName, List<Resource>> upserts, SortedMap<FleetName, List<ResourceKey>> removes) {
        SortedMap<FleetName, TableChange> changes = new TreeMap<>();
        upserts.forEach((fleet, any) -> changes.put(fleet, TableChange.NONE));
        removes.forEach((fleet, any) -> changes.put(fleet, TableChange.NONE));
        changes.replaceAll((fleet, none) -> change(of(upserts, fleet), of(removes, fleet)));
        changes.values().removeIf(TableChange::isEmpty);
        return changes;
    }

    private static TableChange change(List<Resource> upserts, List<ResourceKey> removes) {
        upserts.sort((left, right) -> left.key().compareTo(right.key()));
        removes.sort(null);
        return new TableChange(upserts, removes);
    }

    private static <T> List<T> of(Map<FleetName, List<T>> lists, FleetName fleet) {
        return lists.computeIfAbsent(fleet, any -> new ArrayList<>());
    }

    private static Demands with(Demands before, Map<FleetName, List<EndpointDemand>> sets) {
        Demands all = before;
        for (Map.Entry<FleetName, List<EndpointDemand>> entry : sets.entrySet()) {
            for (EndpointDemand demand : entry.getValue()) {
                all = all.plus(entry.getKey(), demand);
            }
        }
        return all;
    }
}
