package dev.sluice.forward;

import dev.sluice.proxyprotocol.Extras;
import dev.sluice.proxyprotocol.ProxyHeader;
import java.util.Optional;

/**
 * What a trusted proxy in front has said of a connection by its PROXY header.
 *
 * @param anonymous the proxy does not know the client: what the client says of itself is not believed, although the
 *     connection is the proxy's
 * @param secure the client spoke TLS with the proxy
 * @param authority host the client asked for (SNI), if the proxy tells it
 * @param uniqueId of the connection, hexadecimal, if the proxy tells it
 */
public record ProxiedBy(boolean anonymous, boolean secure, Optional<String> authority, Optional<String> uniqueId) {
    /** There was no header, or the connection is the proxy's own. */
    public static final ProxiedBy NOBODY = new ProxiedBy(false, false, Optional.empty(), Optional.empty());

    private static final ProxiedBy ANONYMOUS = new ProxiedBy(true, false, Optional.empty(), Optional.empty());
    private static final int HTTPS = 443;

    /** TLS is what the SSL field says; version 1 has none: there a connection to port 443 was TLS, as ingress-nginx has it. */
    public static ProxiedBy read(ProxyHeader header) {
        return switch (header) {
            case ProxyHeader.Local local -> NOBODY;
            case ProxyHeader.Unknown unknown -> ANONYMOUS;
            case ProxyHeader.Proxied proxied -> {
                Extras extras = proxied.extras();
                boolean secure =
                        extras.tls().isPresent() || proxied.destination().getPort() == HTTPS;
                yield new ProxiedBy(false, secure, extras.authority(), extras.uniqueId());
            }
        };
    }
}
