package dev.sluice.state;

import dev.sluice.key.ObjectKey;
import java.util.List;

/**
 * An EndpointSlice, or a legacy Endpoints object in the same shape (its key's kind tells which).
 *
 * @param service name of the Service, of the same namespace; empty if the slice names none
 */
public record ObservedSlice(
        ObjectKey key, Meta meta, String service, List<Port> ports, List<Member> members, List<Flaw> flaws)
        implements ObservedObject {
    public ObservedSlice {
        ports = List.copyOf(ports);
        members = List.copyOf(members);
        flaws = List.copyOf(flaws);
    }

    @Override
    public ObservedSlice withMeta(Meta next) {
        return new ObservedSlice(key, next, service, ports, members, flaws);
    }

    /** A target port under the name of the Service port. */
    public record Port(String name, int number, String protocol) {}

    /**
     * One endpoint: its addresses are alternatives for the same pod.
     *
     * @param ready a missing condition counts as ready
     * @param serving a missing condition counts as {@code ready}
     * @param zone empty if unknown
     */
    public record Member(List<String> addresses, boolean ready, boolean serving, boolean terminating, String zone) {
        public Member {
            addresses = List.copyOf(addresses);
        }
    }
}
