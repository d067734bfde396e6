package dev.sluice.compile;

import dev.sluice.compile.Routing.Placed;
import dev.sluice.compile.Routing.Point;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.match.CompiledRoute;
import dev.sluice.match.RouteIndex;
import dev.sluice.resource.Listener;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/** Changes a {@link Routing}, rule by rule. Used within one compilation and then given up. */
final class RoutingEdit {
    private RouteIndex index;
    private PMap<ListenerKey, Listener> listeners;
    private PMap<Point, PSet<ListenerKey>> points;
    private PMap<RouteKey, Placed> rules;
    private PMap<ListenerKey, PSet<RouteKey>> attached;

    RoutingEdit(Routing base) {
        this.index = base.index();
        this.listeners = base.listeners();
        this.points = base.points();
        this.rules = base.rules();
        this.attached = base.attached();
    }

    Routing done() {
        return new Routing(index, listeners, points, rules, attached);
    }

    @Nullable
    Listener listener(ListenerKey key) {
        return listeners.get(key);
    }

    @Nullable
    Placed rule(RouteKey key) {
        return rules.get(key);
    }

    /** Costs the listener's rules if its port or host is new, and nothing that grows otherwise. */
    void put(Listener listener) {
        Listener old = listeners.get(listener.key());
        listeners = listeners.plus(listener.key(), listener);
        Point point = Point.of(listener);
        if (old != null && Point.of(old).equals(point)) {
            return;
        }
        points = plus(points, point, listener.key());
        index = index.plusListener(point.port(), point.host());
        placeAnew(listener.key());
        if (old != null) {
            leave(Point.of(old), old.key());
        }
    }

    void remove(ListenerKey key) {
        Listener old = listeners.get(key);
        if (old != null) {
            listeners = listeners.minus(key);
            placeAnew(key);
            leave(Point.of(old), key);
        }
    }

    private void leave(Point point, ListenerKey key) {
        points = minus(points, point, key);
        if (!points.containsKey(point)) {
            index = index.minusListener(point.port(), point.host());
        }
    }

    private void placeAnew(ListenerKey key) {
        for (RouteKey route : attached.getOrDefault(key, HashTreePSet.empty())) {
            Placed placed = rules.get(route);
            if (placed != null) {
                PSet<Point> now = pointsOf(placed.rule().route().listeners());
                move(placed.rule(), placed.points(), now);
                rules = rules.plus(route, new Placed(placed.rule(), placed.standIn(), now));
            }
        }
    }

    private void move(CompiledRoute rule, PSet<Point> from, PSet<Point> to) {
        for (Point point : from) {
            if (!to.contains(point)) {
                index = index.minus(point.port(), point.host(), rule);
            }
        }
        for (Point point : to) {
            if (!from.contains(point)) {
                index = index.plus(point.port(), point.host(), rule);
            }
        }
    }

    private PSet<Point> pointsOf(List<ListenerKey> keys) {
        PSet<Point> found = HashTreePSet.empty();
        for (ListenerKey key : keys) {
            Listener listener = listeners.get(key);
            found = listener == null ? found : found.plus(Point.of(listener));
        }
        return found;
    }

    /** Puts a rule in place of the one of the same key. */
    void put(CompiledRoute rule, boolean standIn) {
        remove(rule.key());
        List<ListenerKey> keys = rule.route().listeners();
        for (ListenerKey key : keys) {
            attached = plus(attached, key, rule.key());
        }
        PSet<Point> places = pointsOf(keys);
        move(rule, HashTreePSet.empty(), places);
        rules = rules.plus(rule.key(), new Placed(rule, standIn, places));
    }

    void remove(RouteKey key) {
        Placed placed = rules.get(key);
        if (placed == null) {
            return;
        }
        move(placed.rule(), placed.points(), HashTreePSet.empty());
        for (ListenerKey listener : placed.rule().route().listeners()) {
            attached = minus(attached, listener, key);
        }
        rules = rules.minus(key);
    }

    private static <K, V> PMap<K, PSet<V>> plus(PMap<K, PSet<V>> map, K key, V value) {
        return map.plus(key, map.getOrDefault(key, HashTreePSet.empty()).plus(value));
    }

    private static <K, V> PMap<K, PSet<V>> minus(PMap<K, PSet<V>> map, K key, V value) {
        PSet<V> less = map.getOrDefault(key, HashTreePSet.empty()).minus(value);
        return less.isEmpty() ? map.minus(key) : map.plus(key, less);
    }
}
