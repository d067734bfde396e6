package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.IpAddress;
import dev.sluice.state.EndpointState;
import dev.sluice.state.ObservedSlice;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The endpoints of one Service port, from all slices of the Service: EndpointSlices and legacy Endpoints alike.
 *
 * <p>A slice port belongs to the Service port whose name it repeats; its number may differ from slice to slice
 * (discovery/v1 EndpointPort). Endpoints that terminate but still serve are used only if none is ready (KEP-1669).
 */
public final class EndpointJoin {
    private EndpointJoin() {}

    /** Sorted, without duplicates; empty if the Service has no endpoint that can take requests. */
    public static EndpointSet join(EndpointState state, EndpointDemand demand) {
        ObjectKey service = ObjectKey.of(ObjectKind.SERVICE, demand.namespace(), demand.service());
        Collection<ObservedSlice> slices = state.slicesOf(service);
        Map<String, Endpoint> chosen =
                collect(slices, demand.portName(), ObservedSlice.Member::ready, Endpoint.State.READY);
        if (chosen.isEmpty()) {
            Predicate<ObservedSlice.Member> leaving = member -> member.serving() && member.terminating();
            chosen = collect(slices, demand.portName(), leaving, Endpoint.State.TERMINATING);
        }
        return new EndpointSet(demand.key(), chosen.values().stream().sorted().toList());
    }

    /** By authority: one endpoint may be in several slices, and the first zone in alphabetical order is as good as any. */
    private static Map<String, Endpoint> collect(
            Collection<ObservedSlice> slices,
            String portName,
            Predicate<ObservedSlice.Member> wanted,
            Endpoint.State state) {
        Map<String, Endpoint> found = new TreeMap<>();
        for (ObservedSlice slice : slices) {
            for (ObservedSlice.Port port : slice.ports()) {
                if (!carries(port, portName)) {
                    continue;
                }
                slice.members().stream()
                        .filter(wanted)
                        .map(member -> endpoint(member, port.number(), state))
                        .flatMap(Optional::stream)
                        .forEach(endpoint -> found.merge(endpoint.authority(), endpoint, EndpointJoin::earlier));
            }
        }
        return found;
    }

    private static boolean carries(ObservedSlice.Port port, String portName) {
        return port.name().equals(portName)
                && port.protocol().equals("TCP")
                && port.number() >= 1
                && port.number() <= 65535;
    }

    /** The addresses of one endpoint are alternatives, of which a client may use the first alone (discovery/v1 Endpoint). */
    private static Optional<Endpoint> endpoint(ObservedSlice.Member member, int port, Endpoint.State state) {
        Function<IpAddress, Endpoint> at = address -> new Endpoint(address, port, member.zone(), state);
        return member.addresses().stream().findFirst().flatMap(IpAddress::parse).map(at);
    }

    private static Endpoint earlier(Endpoint left, Endpoint right) {
        return left.compareTo(right) <= 0 ? left : right;
    }
}
