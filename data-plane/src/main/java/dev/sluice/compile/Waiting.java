package dev.sluice.compile;

import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.HostMatch;
import java.util.List;

/**
 * What cannot be served because a state from disk does not give private keys away.
 *
 * @param hosts whose TLS handshakes are refused until their certificates come, sorted by their keys
 * @param upstreams to which no request goes until the certificate comes that is to be shown to them
 */
public record Waiting(List<HostMatch> hosts, List<UpstreamKey> upstreams) {
    /** Nothing is missing. */
    public static final Waiting NOBODY = new Waiting(List.of(), List.of());

    public Waiting {
        hosts = List.copyOf(hosts);
        upstreams = List.copyOf(upstreams);
    }

    public boolean nobody() {
        return hosts.isEmpty() && upstreams.isEmpty();
    }
}
