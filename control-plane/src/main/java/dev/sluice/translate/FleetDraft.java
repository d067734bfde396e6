package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.Upstream;
import dev.sluice.state.Problem;
import dev.sluice.translate.fragment.Backing;
import dev.sluice.translate.fragment.Claim;
import dev.sluice.translate.fragment.Fragment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
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
    private final HostDraft hosts;
    private final Fixtures fixtures;
    private final Map<RouteKey, Claim> pending = new LinkedHashMap<>();
    private PSortedMap<ResourceKey, Resource> table;
    private PSortedMap<EndpointSetKey, EndpointDemand> demands;
    private Tally<ResourceKey> uses;

    private FleetDraft(
            FleetName fleet,
            PSortedMap<ResourceKey, Resource> tableBefore,
            PSortedMap<EndpointSetKey, EndpointDemand> demandsBefore,
            PSortedMap<ResourceKey, Resource> table,
            PSortedMap<EndpointSetKey, EndpointDemand> demands,
            FleetWorkings workings,
            Fixtures fixtures) {
        this.fleet = fleet;
        this.tableBefore = tableBefore;
        this.demandsBefore = demandsBefore;
        this.table = table;
        this.demands = demands;
        this.uses = workings.uses();
        this.contention = new Contention(workings.contests());
        this.hosts = new HostDraft(workings.hosts());
        this.fixtures = fixtures;
    }

    /** Goes on from the previous translation. */
    static FleetDraft continuing(FleetName fleet, Translation previous, FleetWorkings workings, Fixtures fixtures) {
        RouteTable table = previous.tables().getOrDefault(fleet, RouteTable.empty(fleet));
        PSortedMap<EndpointSetKey, EndpointDemand> demands = previous.demands().getOrDefault(fleet, TreePMap.empty());
        return new FleetDraft(fleet, table.resources(), demands, table.resources(), demands, workings, fixtures);
    }

    /** Begins anew; the change will be from the previous translation's table nevertheless. */
    static FleetDraft anew(FleetName fleet, Translation previous, Fixtures fixtures) {
        RouteTable table = previous.tables().getOrDefault(fleet, RouteTable.empty(fleet));
        PSortedMap<EndpointSetKey, EndpointDemand> demands = previous.demands().getOrDefault(fleet, TreePMap.empty());
        FleetDraft draft = new FleetDraft(
                fleet, table.resources(), demands, TreePMap.empty(), TreePMap.empty(), FleetWorkings.NONE, fixtures);
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
            pending.put(claim.route().key(), claim);
        }
        fragment.streams().forEach(this::put);
        contention.join(fragment.claims());
        hosts.join(fragment);
        for (Backing backing : fragment.backings()) {
            add(backing);
        }
        for (ResourceKey material : fragment.materials()) {
            uses = uses.plus(material);
            renew(material);
        }
    }

    void remove(Fragment fragment) {
        for (Claim claim : fragment.claims()) {
            pending.remove(claim.route().key());
            take(claim.route().key());
        }
        fragment.streams().forEach(route -> take(route.key()));
        contention.leave(fragment.claims());
        hosts.leave(fragment);
        for (Backing backing : fragment.backings()) {
            remove(backing);
        }
        for (ResourceKey material : fragment.materials()) {
            uses = uses.minus(material);
            renew(material);
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

    /** Puts a certificate or trust bundle in as its Secret makes it now, if anybody uses it. */
    void renew(ResourceKey material) {
        Optional<Resource> made = uses.has(material) ? fixtures.secrets().material(material) : Optional.empty();
        made.ifPresentOrElse(this::put, () -> take(material));
    }

    /** Puts the listeners in, and what is answered to handshakes for no host that is known; or takes them out. */
    void fix(boolean named) {
        List<Resource> fixed = new ArrayList<>(fixtures.listeners());
        fixed.add(anyHost());
        for (Resource resource : fixed) {
            if (named) {
                put(resource);
            } else {
                take(resource.key());
            }
        }
    }

    /** Makes rules and TLS hosts of what was claimed, now that it is known who decides about each host. */
    void settle(Function<ObjectKey, Fragment> fragments, Consumer<Problem> gone, Consumer<Problem> come) {
        Set<HostMatch> flipped = hosts.flipped();
        for (HostMatch host : flipped) {
            for (ObjectKey object : hosts.standing(host).objects()) {
                fragments.apply(object).claims().stream()
                        .filter(claim -> claim.route().host().equals(host))
                        .forEach(claim -> pending.put(claim.route().key(), claim));
            }
        }
        pending.values().forEach(claim -> put(hosts.facts(claim.route().host()).route(claim)));
        hosts.moved().forEach(this::putHost);
        flipped.forEach(this::putHost);
        contention.settle(gone, come);
        hosts.settle(gone, come);
    }

    private void putHost(HostMatch host) {
        if (host instanceof HostMatch.Any) {
            put(anyHost());
        } else {
            hosts.tlsHost(host).ifPresentOrElse(this::put, () -> take(TlsHosts.key(host)));
        }
    }

    private TlsHost anyHost() {
        return TlsHosts.of(
                HostMatch.ANY,
                fixtures.defaultCertificates(),
                hosts.facts(HostMatch.ANY).clientAuth(),
                fixtures.source());
    }

    RouteTable table() {
        return new RouteTable(fleet, table);
    }

    PSortedMap<EndpointSetKey, EndpointDemand> demands() {
        return demands;
    }

    FleetWorkings workings() {
        return new FleetWorkings(uses, contention.now(), hosts.now());
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
