package dev.sluice.compile;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.match.CompiledRoute;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.Upstream;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;

/** What resources compiled to: a value from which the next one is made at the cost of what changed. */
public final class Compiled {
    public static final Compiled EMPTY = new Compiled(
            Routing.EMPTY,
            Destinations.EMPTY,
            Handshakes.EMPTY,
            Streams.EMPTY,
            HashTreePMap.empty(),
            EndpointChange.NONE);

    private final Routing routing;
    private final Destinations destinations;
    private final Handshakes handshakes;
    private final Streams streams;
    private final PMap<ResourceKey, Refused> refused;
    private final EndpointChange endpointChange;

    Compiled(
            Routing routing,
            Destinations destinations,
            Handshakes handshakes,
            Streams streams,
            PMap<ResourceKey, Refused> refused,
            EndpointChange endpointChange) {
        this.routing = routing;
        this.destinations = destinations;
        this.handshakes = handshakes;
        this.streams = streams;
        this.refused = refused;
        this.endpointChange = endpointChange;
    }

    /** What is to be served under the name of that version. */
    public ServingState state(Version version) {
        return new ServingState(version, routing.index(), destinations.slots(), handshakes, streams);
    }

    /** Every resource that is not in force as it was sent: all that are refused now, not only those of the last change. */
    public PMap<ResourceKey, Refused> refused() {
        return refused;
    }

    /** Upstreams whose endpoints come from DNS: somebody has to resolve the names and say so to the compiler. */
    public Map<UpstreamKey, Upstream.Resolved> toResolve() {
        return destinations.names();
    }

    /** Every rule in force, in no particular order. */
    public List<CompiledRoute> rules() {
        return routing.rules().values().stream().map(Routing.Placed::rule).toList();
    }

    /** Every upstream in force, in no particular order. */
    public List<CompiledUpstream> upstreams() {
        return destinations.upstreams().keySet().stream()
                .map(destinations::compiled)
                .toList();
    }

    /** Every certificate that can be shown and when its validity is over; it is shown after that nevertheless. */
    public Map<CertificateKey, Instant> certificates() {
        Map<CertificateKey, Instant> ends = new HashMap<>();
        handshakes
                .certificates()
                .forEach((key, shown) ->
                        ends.put(key, shown.chain().leaf().getNotAfter().toInstant()));
        return ends;
    }

    /** Every resource that is in force or refused. */
    Set<ResourceKey> keys() {
        Set<ResourceKey> keys = new HashSet<>(refused.keySet());
        keys.addAll(routing.rules().keySet());
        keys.addAll(routing.listeners().keySet());
        keys.addAll(destinations.upstreams().keySet());
        keys.addAll(destinations.sets().keySet());
        keys.addAll(handshakes.hosts().keySet());
        keys.addAll(streams.rules().keySet());
        keys.addAll(streams.listeners().keySet());
        keys.addAll(handshakes.certificates().keySet());
        keys.addAll(handshakes.bundles().keySet());
        keys.addAll(handshakes.tickets().keySet());
        return keys;
    }

    /** What a state from disk did not give away, and no control plane has sent or taken back since. */
    public Set<ResourceKey> awaited() {
        return handshakes.awaited();
    }

    /** What cannot be served because of that. */
    public Waiting waiting() {
        return handshakes.awaited().isEmpty()
                ? Waiting.NOBODY
                : new Waiting(
                        handshakes.waiting().stream()
                                .map(key -> handshakes.hosts().get(key))
                                .filter(Objects::nonNull)
                                .sorted(Comparator.comparing(TlsHost::key))
                                .map(TlsHost::host)
                                .toList(),
                        handshakes.awaited().stream()
                                .flatMap(
                                        key -> destinations.speakers().getOrDefault(key, HashTreePSet.empty()).stream())
                                .distinct()
                                .sorted()
                                .toList());
    }

    Routing routing() {
        return routing;
    }

    Destinations destinations() {
        return destinations;
    }

    Handshakes handshakes() {
        return handshakes;
    }

    Streams streams() {
        return streams;
    }

    EndpointChange endpointChange() {
        return endpointChange;
    }
}
