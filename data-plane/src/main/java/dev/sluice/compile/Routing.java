package dev.sluice.compile;

import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.match.CompiledRoute;
import dev.sluice.match.RouteIndex;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Listener;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The routing half of a compiled state, and what is needed to change it one resource at a time.
 *
 * @param index what requests read
 * @param listeners in force
 * @param points which listeners are at one port and host: equal ones share one place in the index
 * @param rules in force, with the places where they were put
 * @param attached which rules name a listener, whether it is there or not
 */
record Routing(
        RouteIndex index,
        PMap<ListenerKey, Listener> listeners,
        PMap<Point, PSet<ListenerKey>> points,
        PMap<RouteKey, Placed> rules,
        PMap<ListenerKey, PSet<RouteKey>> attached) {
    static final Routing EMPTY = new Routing(
            RouteIndex.EMPTY, HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

    /** A place in the index. */
    record Point(int port, HostMatch host) {
        static Point of(Listener listener) {
            return new Point(listener.port(), listener.host());
        }
    }

    /**
     * A rule and where it is.
     *
     * @param standIn true if it only answers 503 for a route that could not be compiled
     */
    record Placed(CompiledRoute rule, boolean standIn, PSet<Point> points) {}
}
