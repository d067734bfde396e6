package dev.sluice.forward;

import dev.sluice.http.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client connection when it is accepted.
 *
 * @param logicalPort port of the listener it came to, as routes know it (80, 443)
 * @param scheme {@code http} or {@code https}
 * @param clientAddress text of the client's IP address
 * @param clientPort 0 to 65535
 * @param tls null on a connection that Sluice has not decrypted
 */
public record ClientConnection(
        int logicalPort,
        String scheme,
        String clientAddress,
        int clientPort,
        @Nullable TlsSession tls) {
    /** One without TLS. */
    public ClientConnection(int logicalPort, String scheme, String clientAddress, int clientPort) {
        this(logicalPort, scheme, clientAddress, clientPort, null);
    }
}
