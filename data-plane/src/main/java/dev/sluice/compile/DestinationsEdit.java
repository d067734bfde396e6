package dev.sluice.compile;

import dev.sluice.balance.Balancer;
import dev.sluice.balance.EndpointId;
import dev.sluice.balance.EndpointRuntime;
import dev.sluice.balance.LeastRequest;
import dev.sluice.balance.RoundRobin;
import dev.sluice.compile.Destinations.Place;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.Upstream.Discovered;
import dev.sluice.resource.Upstream.Resolved;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PStack;

/** Changes {@link Destinations}, upstream by upstream. Used within one compilation and then given up. */
final class DestinationsEdit {
    private final EndpointRegistry registry;
    private final HandshakesEdit material;
    private final List<EndpointRuntime> gained = new ArrayList<>();
    private final List<EndpointRuntime> lost = new ArrayList<>();
    private Slots slots;
    private PMap<UpstreamKey, Place> places;
    private PStack<Integer> free;
    private int next;
    private PMap<UpstreamKey, Upstream> upstreams;
    private PMap<EndpointSetKey, EndpointSet> sets;
    private PMap<EndpointSetKey, PSet<UpstreamKey>> readers;
    private PMap<ResourceKey, PSet<UpstreamKey>> speakers;
    private PMap<UpstreamKey, Resolved> names;
    private PMap<UpstreamKey, List<IpAddress>> resolutions;

    /** @param material from which TLS is made, as it is in the same compilation */
    DestinationsEdit(Destinations base, EndpointRegistry registry, HandshakesEdit material) {
        this.registry = registry;
        this.material = material;
        this.speakers = base.speakers();
        this.slots = base.slots();
        this.places = base.places();
        this.free = base.free();
        this.next = base.next();
        this.upstreams = base.upstreams();
        this.sets = base.sets();
        this.readers = base.readers();
        this.names = base.names();
        this.resolutions = base.resolutions();
    }

    Destinations done() {
        return new Destinations(slots, places, free, next, upstreams, sets, readers, speakers, names, resolutions);
    }

    EndpointChange endpointChange() {
        return new EndpointChange(gained, lost);
    }

    @Nullable
    Upstream upstream(UpstreamKey key) {
        return upstreams.get(key);
    }

    @Nullable
    EndpointSet set(EndpointSetKey key) {
        return sets.get(key);
    }

    /** The slot of an upstream, for one more use of it; the upstream need not be there yet. */
    int use(UpstreamKey key) {
        Place place = places.get(key);
        if (place == null) {
            place = new Place(freeSlot(), 0);
            slots = slots.with(place.slot(), CompiledUpstream.missing(key));
        }
        places = places.plus(key, new Place(place.slot(), place.uses() + 1));
        return place.slot();
    }

    private int freeSlot() {
        if (free.isEmpty()) {
            return next++;
        }
        int slot = free.get(0);
        free = free.minus(0);
        return slot;
    }

    /** Ends one use. */
    void release(UpstreamKey key) {
        Place place = places.get(key);
        if (place == null) {
            throw new IllegalStateException(key + " is released more often than used");
        }
        if (place.uses() > 1) {
            places = places.plus(key, new Place(place.slot(), place.uses() - 1));
            return;
        }
        slots = slots.with(place.slot(), null);
        places = places.minus(key);
        free = free.plus(place.slot());
    }

    void put(Upstream upstream) {
        UpstreamKey key = upstream.key();
        Upstream old = upstreams.get(key);
        int slot;
        if (old == null) {
            slot = use(key);
        } else {
            slot = slot(key);
            forgetSource(old, upstream);
            forgetMaterial(old);
        }
        for (ResourceKey named : Speech.material(upstream)) {
            speakers = speakers.plus(
                    named, speakers.getOrDefault(named, HashTreePSet.empty()).plus(key));
        }
        rememberSource(upstream);
        upstreams = upstreams.plus(key, upstream);
        boolean balancedAsBefore = old != null && old.balancing() == upstream.balancing();
        fill(slot, upstream, balancedAsBefore ? slots.get(slot).balancer() : balancer(upstream));
    }

    private void forgetMaterial(Upstream old) {
        for (ResourceKey named : Speech.material(old)) {
            PSet<UpstreamKey> less =
                    speakers.getOrDefault(named, HashTreePSet.empty()).minus(old.key());
            speakers = less.isEmpty() ? speakers.minus(named) : speakers.plus(named, less);
        }
    }

    /** A certificate or a trust bundle has come, changed or gone. */
    void materialChanged(ResourceKey key) {
        speakers.getOrDefault(key, HashTreePSet.empty()).forEach(this::refill);
    }

    private void rememberSource(Upstream upstream) {
        switch (upstream.endpoints()) {
            case Discovered(EndpointSetKey set) ->
                readers = readers.plus(
                        set, readers.getOrDefault(set, HashTreePSet.empty()).plus(upstream.key()));
            case Resolved resolved -> names = names.plus(upstream.key(), resolved);
        }
    }

    private void forgetSource(Upstream old, @Nullable Upstream now) {
        if (now != null && old.endpoints().equals(now.endpoints())) {
            return;
        }
        switch (old.endpoints()) {
            case Discovered(EndpointSetKey set) -> {
                PSet<UpstreamKey> less =
                        readers.getOrDefault(set, HashTreePSet.empty()).minus(old.key());
                readers = less.isEmpty() ? readers.minus(set) : readers.plus(set, less);
            }
            case Resolved resolved -> {
                names = names.minus(old.key());
                resolutions = resolutions.minus(old.key());
            }
        }
    }

    void remove(UpstreamKey key) {
        Upstream old = upstreams.get(key);
        if (old == null) {
            return;
        }
        forgetSource(old, null);
        forgetMaterial(old);
        upstreams = upstreams.minus(key);
        replace(slot(key), CompiledUpstream.missing(key));
        release(key);
    }

    void put(EndpointSet set) {
        sets = sets.plus(set.key(), set);
        refillReaders(set.key());
    }

    void remove(EndpointSetKey key) {
        sets = sets.minus(key);
        refillReaders(key);
    }

    private void refillReaders(EndpointSetKey set) {
        readers.getOrDefault(set, HashTreePSet.empty()).forEach(this::refill);
    }

    /** New addresses of a name; ignored for an upstream that is not, or no longer, resolved by name. */
    void resolve(UpstreamKey key, List<IpAddress> addresses) {
        Upstream upstream = upstreams.get(key);
        if (upstream != null && upstream.endpoints() instanceof Resolved) {
            resolutions = resolutions.plus(key, List.copyOf(addresses));
            refill(key);
        }
    }

    private void refill(UpstreamKey key) {
        Upstream upstream = upstreams.get(key);
        if (upstream != null) {
            int slot = slot(key);
            fill(slot, upstream, slots.get(slot).balancer());
        }
    }

    private int slot(UpstreamKey key) {
        Place place = places.get(key);
        if (place == null) {
            throw new IllegalStateException(key + " has no slot");
        }
        return place.slot();
    }

    private void fill(int slot, Upstream upstream, Balancer balancer) {
        Speech speech = Speech.of(upstream, material);
        List<EndpointId> ids =
                speech.missing() == null ? Endpoints.of(upstream, speech.profile(), sets, resolutions) : List.of();
        EndpointRuntime[] endpoints =
                ids.stream().map(id -> registry.find(id, speech.tls())).toArray(EndpointRuntime[]::new);
        replace(slot, new CompiledUpstream(upstream, endpoints, balancer, speech.missing()));
    }

    private void replace(int slot, CompiledUpstream upstream) {
        lost.addAll(List.of(slots.get(slot).endpoints()));
        gained.addAll(List.of(upstream.endpoints()));
        slots = slots.with(slot, upstream);
    }

    private Balancer balancer(Upstream upstream) {
        return switch (upstream.balancing()) {
            case ROUND_ROBIN -> new RoundRobin(registry.lanes());
            case LEAST_REQUEST -> new LeastRequest(registry.lanes());
        };
    }
}
