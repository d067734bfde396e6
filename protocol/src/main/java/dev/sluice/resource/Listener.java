package dev.sluice.resource;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import java.util.List;
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
    /** What is spoken on the port. */
    public enum Protocol {
        HTTP,
        HTTPS,
        TLS,
        TCP,
        UDP
    }

    /**
     * How TLS is terminated, or that it is not.
     *
     * @param certificates to choose from by server name; empty only where {@code mode} is passthrough
     */
    public record Tls(Mode mode, List<CertificateKey> certificates) {
        /** Whether the data plane holds the keys. */
        public enum Mode {
            TERMINATE,
            PASSTHROUGH
        }

        public Tls {
            certificates = List.copyOf(certificates);
        }
    }

    public Listener {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(key + ": port " + port + ": expected 1 to 65535");
        }
    }
}
