package dev.sluice.resource;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import java.util.Collection;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** Everything one fleet is given: a value; a changed table shares what did not change with the one before. */
public record RouteTable(FleetName fleet, PSortedMap<ResourceKey, Resource> resources) {
    public static RouteTable empty(FleetName fleet) {
        return new RouteTable(fleet, TreePMap.empty());
    }

    /** This table after the change. */
    public RouteTable apply(TableChange change) {
        PSortedMap<ResourceKey, Resource> next = resources;
        for (Resource resource : change.upserts()) {
            next = next.plus(resource.key(), resource);
        }
        for (ResourceKey key : change.removes()) {
            next = next.minus(key);
        }
        return new RouteTable(fleet, next);
    }

    public Collection<Resource> values() {
        return resources.values();
    }
}
