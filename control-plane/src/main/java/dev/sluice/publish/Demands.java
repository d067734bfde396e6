package dev.sluice.publish;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.translate.EndpointDemand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Which fleet asks for which endpoint sets, findable by fleet and by Service. A value.
 *
 * @param byFleet what each fleet's table refers to
 * @param byService the same by the Service whose slices make the sets
 */
record Demands(
        PSortedMap<FleetName, PSortedMap<EndpointSetKey, EndpointDemand>> byFleet,
        HashPMap<ObjectKey, PSortedMap<FleetName, PSortedMap<EndpointSetKey, EndpointDemand>>> byService) {
    static final Demands NONE = new Demands(TreePMap.empty(), HashTreePMap.empty());

    /** Besides what is asked for already. */
    Demands plus(FleetName fleet, EndpointDemand demand) {
        Demands rest = minus(fleet, demand.key());
        ObjectKey service = service(demand);
        return new Demands(
                with(rest.byFleet, fleet, demand),
                rest.byService.plus(
                        service, with(rest.byService.getOrDefault(service, TreePMap.empty()), fleet, demand)));
    }

    Demands minus(FleetName fleet, EndpointSetKey key) {
        EndpointDemand known = byFleet.getOrDefault(fleet, TreePMap.empty()).get(key);
        if (known == null) {
            return this;
        }
        ObjectKey service = service(known);
        var left = without(byService.getOrDefault(service, TreePMap.empty()), fleet, key);
        return new Demands(
                without(byFleet, fleet, key),
                left.isEmpty() ? byService.minus(service) : byService.plus(service, left));
    }

    /** What is made of the slices of these Services, by fleet. */
    SortedMap<FleetName, List<EndpointDemand>> of(Collection<ObjectKey> services) {
        SortedMap<FleetName, List<EndpointDemand>> found = new TreeMap<>();
        for (ObjectKey service : services) {
            byService
                    .getOrDefault(service, TreePMap.empty())
                    .forEach((fleet, demands) -> found.computeIfAbsent(fleet, any -> new ArrayList<>())
                            .addAll(demands.values()));
        }
        return found;
    }

    private static ObjectKey service(EndpointDemand demand) {
        return ObjectKey.of(ObjectKind.SERVICE, demand.namespace(), demand.service());
    }

    private static PSortedMap<FleetName, PSortedMap<EndpointSetKey, EndpointDemand>> with(
            PSortedMap<FleetName, PSortedMap<EndpointSetKey, EndpointDemand>> all,
            FleetName fleet,
            EndpointDemand demand) {
        PSortedMap<EndpointSetKey, EndpointDemand> own = all.getOrDefault(fleet, TreePMap.empty());
        return all.plus(fleet, own.plus(demand.key(), demand));
    }

    private static PSortedMap<FleetName, PSortedMap<EndpointSetKey, EndpointDemand>> without(
            PSortedMap<FleetName, PSortedMap<EndpointSetKey, EndpointDemand>> all,
            FleetName fleet,
            EndpointSetKey key) {
        PSortedMap<EndpointSetKey, EndpointDemand> own = all.getOrDefault(
                        fleet, TreePMap.<EndpointSetKey, EndpointDemand>empty())
                .minus(key);
        return own.isEmpty() ? all.minus(fleet) : all.plus(fleet, own);
    }
}
