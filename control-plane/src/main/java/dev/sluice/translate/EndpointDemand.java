package dev.sluice.translate;

import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.translate.fragment.Backing;

/**
 * One endpoint set that a table refers to, and from which slices it is made.
 *
 * @param portName name of the Service port, which slice ports repeat; empty for an unnamed one
 */
public record EndpointDemand(EndpointSetKey key, String namespace, String service, String portName) {
    public static EndpointDemand of(String namespace, String service, String portName) {
        return new EndpointDemand(Backing.endpointSetKey(namespace, service, portName), namespace, service, portName);
    }
}
