package dev.sluice.engine;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Which local port stands for which port of the model.
 *
 * @param logicalPort port that listeners and routes name (80, 443)
 * @param scheme {@code http} or {@code https}: what is spoken on it
 * @param local where to listen; port 0 takes a free one
 * @param proxyProtocol how a PROXY header is met, which then comes first on each connection; empty if none comes
 */
public record Binding(int logicalPort, String scheme, InetSocketAddress local, Optional<ProxyProtocol> proxyProtocol) {
    /** Without PROXY headers. */
    public Binding(int logicalPort, String scheme, InetSocketAddress local) {
        this(logicalPort, scheme, local, Optional.empty());
    }
}
