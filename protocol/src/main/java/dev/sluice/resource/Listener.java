package dev.sluice.resource;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import java.util.Optional;

/**
 * A logical port on which traffic is accepted; the data plane maps it to a local one.
 *
 * @param port logical port, 1 to 65535 (what clients of the load balancer use: 80, 443)
 * @param parent the object that asked for it, for problems and status
 */
public record Listener(
        ListenerKey key, int port, Protocol protocol, HostMatch host, Optional<Tls> tls, ObjectKey parent)
        implements Resource {
    /** What is spoken on the port. Listeners of several protocols that begin with TLS may share a port. */
    public enum Protocol {
        HTTP,
        /** HTTP within TLS, which is terminated. */
        HTTPS,
        /** Any stream within TLS; stream routes by server name. */
        TLS,
        TCP,
        UDP
    }

    /** Whether TLS is terminated. With which certificate is for the {@link TlsHost}s of the port to say. */
    public record Tls(Mode mode) {
        /** Whether the data plane holds the keys. */
        public enum Mode {
            TERMINATE,
            PASSTHROUGH
        }
    }

    public Listener {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(key + ": port " + port + ": expected 1 to 65535");
        }
    }
}
