package dev.sluice.rollout;

import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.resource.TableDiff;
import dev.sluice.translate.DemandChange;
import dev.sluice.translate.EndpointDemand;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * What leads from what a track was given before to what it is given now. It may be empty: then only the numbers differ.
 *
 * @param table of everything but endpoint sets
 * @param demands of endpoint sets
 */
public record GivenChange(TableChange table, DemandChange demands) {
    public static final GivenChange NONE = new GivenChange(TableChange.NONE, DemandChange.NONE);

    /** The part that no decision holds back. */
    GivenChange flowing() {
        TableChange flowing = Flowing.flowing(table);
        return flowing.isEmpty() ? NONE : new GivenChange(flowing, DemandChange.NONE);
    }

    public boolean isEmpty() {
        return table.isEmpty() && demands.isEmpty();
    }

    /** Everything that a track is given for the first time. */
    static GivenChange whole(RouteTable table, Release release) {
        return between(RouteTable.empty(table.fleet()), TreePMap.empty(), table, release.demands());
    }

    /** Found by walking over both; releases of one id ask for the same endpoints. */
    static GivenChange between(RouteTable before, Release old, RouteTable after, Release next) {
        boolean same = old.id().equals(next.id());
        return between(before, same ? next.demands() : old.demands(), after, next.demands());
    }

    static GivenChange between(
            RouteTable before,
            PSortedMap<EndpointSetKey, EndpointDemand> old,
            RouteTable after,
            PSortedMap<EndpointSetKey, EndpointDemand> next) {
        return new GivenChange(TableDiff.diff(before, after), old == next ? DemandChange.NONE : demands(old, next));
    }

    private static DemandChange demands(
            PSortedMap<EndpointSetKey, EndpointDemand> old, PSortedMap<EndpointSetKey, EndpointDemand> next) {
        List<EndpointDemand> added = new ArrayList<>();
        next.forEach((key, demand) -> {
            if (!demand.equals(old.get(key))) {
                added.add(demand);
            }
        });
        List<EndpointSetKey> removed =
                old.keySet().stream().filter(key -> !next.containsKey(key)).toList();
        return new DemandChange(added, removed);
    }
}
