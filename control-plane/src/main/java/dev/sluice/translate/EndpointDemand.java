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

    /** The demand that a key stands for: names of Kubernetes contain neither '/' nor ':'. */
    public static EndpointDemand of(EndpointSetKey key) {
        int slash = key.id().indexOf('/');
        int colon = key.id().indexOf(':', slash + 1);
        if (slash < 0) {
            throw new IllegalArgumentException(key + ": expected namespace/service or namespace/service:port");
        }
        String service = colon < 0 ? key.id().substring(slash + 1) : key.id().substring(slash + 1, colon);
        return new EndpointDemand(
                key,
                key.id().substring(0, slash),
                service,
                colon < 0 ? "" : key.id().substring(colon + 1));
    }
}
