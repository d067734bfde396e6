package dev.sluice.compile;

import dev.sluice.http.Authority;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.match.CompiledStream;
import dev.sluice.match.HostIndex;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Listener;
import dev.sluice.tls.Passthrough;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The part of a compiled state that is for connections whose TLS is passed through, and what is needed to change it one
 * resource at a time.
 *
 * @param index by the host of the listener, then by the host of the route
 * @param listeners in force
 * @param rules in force
 * @param standIns rules among them that only refuse, for routes that could not be compiled
 * @param attached which rules name a listener, whether it is there or not
 * @param claims which rules are for one place of the index: the first of them has it
 */
record Streams(
        HostIndex<HostIndex<Found>> index,
        PMap<ListenerKey, Listener> listeners,
        PMap<RouteKey, CompiledStream> rules,
        PSet<RouteKey> standIns,
        PMap<ListenerKey, PSet<RouteKey>> attached,
        PMap<Place, PSet<RouteKey>> claims) {
    static final Streams EMPTY = new Streams(
            HostIndex.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePSet.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty());

    /** What is in one place of the index. */
    record Found(CompiledStream stream, Passthrough answer) {}

    /** A place in the index. */
    record Place(int port, HostMatch listener, HostMatch route) {}

    /** The most specific listener decides, and within it the most specific route. */
    static @Nullable Found find(HostIndex<HostIndex<Found>> index, int port, Authority name) {
        HostIndex<Found> listener = index.find(port, name);
        return listener == null ? null : listener.find(port, name);
    }
}
