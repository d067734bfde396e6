package dev.sluice.translate.fragment;

import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.Upstream;

/**
 * An upstream that routes of a fragment forward to.
 *
 * @param portName name of the Service port, which slice ports repeat; empty for an unnamed one
 */
public record Backing(Upstream upstream, String portName) {
    /** The key of the endpoints of one Service port. */
    public static EndpointSetKey endpointSetKey(String namespace, String service, String portName) {
        return new EndpointSetKey(namespace + "/" + service + (portName.isEmpty() ? "" : ":" + portName));
    }
}
