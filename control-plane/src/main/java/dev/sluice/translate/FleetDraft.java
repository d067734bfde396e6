package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.resource.Upstream;
import dev.sluice.translate.fragment.Backing;
import dev.sluice.translate.fragment.Claim;
import dev.sluice.translate.fragment.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** The table of one fleet while a translation goes on. Lives for one call. */
final class FleetDraft {
    private final FleetName fleet;
    private final PSortedMap<ResourceKey, Resource> tableBefore;
    private final PSortedMap<EndpointSetKey, EndpointDemand> demandsBefore;
    private final SortedSet<ResourceKey> moved = new TreeSet<>();
    private final Contention contention;
    private PSortedMap<ResourceKey, Resource> table;
    private PSortedMap<EndpointSetKey, EndpointDemand> demands;
    private Tally<ResourceKey> uses;

    private FleetDraft(
            FleetName fleet,
            PSortedMap<ResourceKey, Resource> tableBefore,
            PSortedMap<EndpointSetKey, EndpointDemand> demandsBefore,
            PSortedMap<ResourceKey, Resource> table,
            PSortedMap<EndpointSetKey, EndpointDemand> demands,
            FleetWorkings workings) {
        this.fleet = fleet;
        this.tableBefore = tableBefore;
        this.demandsBefore = demandsBefore;
        this.table = table;
        this.demands = demands;
        this.uses = workings.uses();
        this.contention = new Contention(workings.contests());
    }

    /** Goes on from the previous translation. */
    static FleetDraft continuing(FleetName fleet, Translation previous, FleetWorkings workings) {
        RouteTable table = previous.tables().getOrDefault(fleet, RouteTable.empty(fleet));
        PSortedMap<EndpointSetKey, EndpointDemand> demands = previous.demands().getOrDefault(fleet, TreePMap.empty());
        return new FleetDraft(fleet, table.resources(), demands, table.resources(), demands, workings);
    }

    /** Begins anew; the change will be from the previous translation's table nevertheless. */
    static FleetDraft anew(FleetName fleet, Translation previous) {
        RouteTable table = previous.tables().getOrDefault(fleet, RouteTable.empty(fleet));
        PSortedMap<EndpointSetKey, EndpointDemand> demands = previous.demands().getOrDefault(fleet, TreePMap.empty());
        FleetDraft draft = new FleetDraft(
                fleet, table.resources(), demands, TreePMap.empty(), TreePMap.empty(), FleetWorkings.NONE);
        draft.moved.addAll(table.resources().keySet());
        draft.moved.addAll(demands.keySet());
        return draft;
    }

    void put(Resource resource) {
        moved.add(resource.key());
        table = table.plus(resource.key(), resource);
    }

    void take(ResourceKey key) {
        moved.add(key);
        table = table.minus(key);
    }

    void add(Fragment fragment) {
        for (Claim claim : fragment.claims()) {
            put(claim.route());
        }
        contention.join(fragment.claims());
        for (Backing backing : fragment.backings()) {
            add(backing);
        }
    }

    void remove(Fragment fragment) {
        for (Claim claim : fragment.claims()) {
            take(claim.route().key());
        }
        contention.leave(fragment.claims());
        for (Backing backing : fragment.backings()) {
            remove(backing);
        }
    }

    private void add(Backing backing) {
        Upstream upstream = backing.upstream();
        uses = uses.plus(upstream.key());
        put(upstream);
        if (upstream.endpoints() instanceof Upstream.Discovered(EndpointSetKey set)) {
            uses = uses.plus(set);
            moved.add(set);
            demands = demands.plus(
                    set,
                    new EndpointDemand(
                            set,
                            upstream.service().namespace(),
                            upstream.service().name(),
                            backing.portName()));
        }
    }

    private void remove(Backing backing) {
        Upstream upstream = backing.upstream();
        uses = uses.minus(upstream.key());
        if (!uses.has(upstream.key())) {
            take(upstream.key());
        }
        if (upstream.endpoints() instanceof Upstream.Discovered(EndpointSetKey set)) {
            uses = uses.minus(set);
            moved.add(set);
            demands = uses.has(set) ? demands : demands.minus(set);
        }
    }

    Contention contention() {
        return contention;
    }

    RouteTable table() {
        return new RouteTable(fleet, table);
    }

    PSortedMap<EndpointSetKey, EndpointDemand> demands() {
        return demands;
    }

    FleetWorkings workings() {
        return new FleetWorkings(uses, contention.now());
    }

    TableChange change() {
        List<Resource> upserts = new ArrayList<>();
        List<ResourceKey> removes = new ArrayList<>();
        for (ResourceKey key : moved) {
            @Nullable Resource before = tableBefore.get(key);
            @Nullable Resource after = table.get(key);
            if (after != null && !after.equals(before)) {
                upserts.add(after);
            } else if (after == null && before != null) {
                removes.add(key);
            }
        }
        return new TableChange(upserts, removes);
    }

    DemandChange demandChange() {
        List<EndpointDemand> added = new ArrayList<>();
        List<EndpointSetKey> removed = new ArrayList<>();
        for (ResourceKey key : moved) {
            if (key instanceof EndpointSetKey set) {
                @Nullable EndpointDemand after = demands.get(set);
                if (after == null) {
                    removed.add(set);
                } else if (!Objects.equals(after, demandsBefore.get(set))) {
                    added.add(after);
                }
            }
        }
        removed.removeIf(set -> !demandsBefore.containsKey(set));
        return new DemandChange(added, removed);
    }
}
