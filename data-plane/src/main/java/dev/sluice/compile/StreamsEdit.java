package dev.sluice.compile;

import dev.sluice.compile.Streams.Found;
import dev.sluice.compile.Streams.Place;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.match.CompiledStream;
import dev.sluice.match.HostIndex;
import dev.sluice.resource.Listener;
import dev.sluice.resource.RuleOrder;
import dev.sluice.tls.Passthrough;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/** Changes {@link Streams}, rule by rule. Used within one compilation and then given up. */
final class StreamsEdit {
    private static final Comparator<CompiledStream> FIRST = Comparator.<CompiledStream, RuleOrder>comparing(
                    rule -> rule.route().order())
            .thenComparing(rule -> rule.route().key());

    private HostIndex<HostIndex<Found>> index;
    private PMap<ListenerKey, Listener> listeners;
    private PMap<RouteKey, CompiledStream> rules;
    private PSet<RouteKey> standIns;
    private PMap<ListenerKey, PSet<RouteKey>> attached;
    private PMap<Place, PSet<RouteKey>> claims;

    StreamsEdit(Streams base) {
        this.index = base.index();
        this.listeners = base.listeners();
        this.rules = base.rules();
        this.standIns = base.standIns();
        this.attached = base.attached();
        this.claims = base.claims();
    }

    Streams done() {
        return new Streams(index, listeners, rules, standIns, attached, claims);
    }

    @Nullable
    Listener listener(ListenerKey key) {
        return listeners.get(key);
    }

    @Nullable
    CompiledStream rule(RouteKey key) {
        return rules.get(key);
    }

    /** Whether a rule is in force as it was sent. */
    boolean real(RouteKey key) {
        return rules.containsKey(key) && !standIns.contains(key);
    }

    /** Costs the listener's rules if it is another than before. */
    void put(Listener listener) {
        if (!listener.equals(listeners.get(listener.key()))) {
            move(listener.key(), listener);
        }
    }

    void remove(ListenerKey key) {
        if (listeners.containsKey(key)) {
            move(key, null);
        }
    }

    private void move(ListenerKey key, @Nullable Listener to) {
        PSet<RouteKey> routes = attached.getOrDefault(key, HashTreePSet.empty());
        routes.forEach(this::leave);
        listeners = to == null ? listeners.minus(key) : listeners.plus(key, to);
        routes.forEach(this::enter);
    }

    /** Puts a rule in place of the one of the same key. */
    void put(CompiledStream rule, boolean standIn) {
        RouteKey key = rule.route().key();
        remove(key);
        rules = rules.plus(key, rule);
        standIns = standIn ? standIns.plus(key) : standIns;
        for (ListenerKey listener : rule.route().listeners()) {
            attached = attached.plus(
                    listener,
                    attached.getOrDefault(listener, HashTreePSet.empty()).plus(key));
        }
        enter(key);
    }

    void remove(RouteKey key) {
        CompiledStream rule = rules.get(key);
        if (rule == null) {
            return;
        }
        leave(key);
        for (ListenerKey listener : rule.route().listeners()) {
            PSet<RouteKey> less =
                    attached.getOrDefault(listener, HashTreePSet.empty()).minus(key);
            attached = less.isEmpty() ? attached.minus(listener) : attached.plus(listener, less);
        }
        rules = rules.minus(key);
        standIns = standIns.minus(key);
    }

    private void enter(RouteKey key) {
        for (Place place : places(key)) {
            claim(place, claims.getOrDefault(place, HashTreePSet.empty()).plus(key));
        }
    }

    private void leave(RouteKey key) {
        for (Place place : places(key)) {
            claim(place, claims.getOrDefault(place, HashTreePSet.empty()).minus(key));
        }
    }

    private PSet<Place> places(RouteKey key) {
        PSet<Place> places = HashTreePSet.empty();
        CompiledStream rule = rules.get(key);
        if (rule != null) {
            for (ListenerKey named : rule.route().listeners()) {
                Listener listener = listeners.get(named);
                places = listener == null
                        ? places
                        : places.plus(new Place(
                                listener.port(), listener.host(), rule.route().host()));
            }
        }
        return places;
    }

    private void claim(Place place, PSet<RouteKey> by) {
        claims = by.isEmpty() ? claims.minus(place) : claims.plus(place, by);
        HostIndex<Found> known = index.get(place.port(), place.listener());
        HostIndex<Found> routes =
                (known == null ? HostIndex.<Found>empty() : known).with(place.port(), place.route(), first(place, by));
        index = index.with(place.port(), place.listener(), routes.ports().length == 0 ? null : routes);
    }

    private @Nullable Found first(Place place, PSet<RouteKey> by) {
        int specificity = Math.max(Passthrough.specificity(place.listener()), Passthrough.specificity(place.route()));
        return by.stream()
                .map(key -> Objects.requireNonNull(rules.get(key), "a claim without its rule"))
                .min(FIRST)
                .map(rule -> new Found(rule, new Passthrough(specificity)))
                .orElse(null);
    }
}
