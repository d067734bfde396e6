package dev.sluice.http;

import java.util.Optional;

/**
 * The TLS within which a client speaks.
 *
 * @param version as in {@code TLSv1.3}
 * @param cipher its name, as in {@code TLS_AES_128_GCM_SHA256}
 * @param serverName which the client asked for (RFC 6066 section 3), in lower case; empty if it named none
 * @param host key of the TLS host that answered the handshake; empty if none did
 * @param ownAuthoritiesOnly whether the connection is good for requests to that host only
 * @param client what the client proved of itself
 */
public record TlsSession(
        String version,
        String cipher,
        String serverName,
        Optional<String> host,
        boolean ownAuthoritiesOnly,
        ClientCertificate client) {

    /** The same one, whose client is worth something else by now. */
    public TlsSession with(ClientCertificate measured) {
        return new TlsSession(version, cipher, serverName, host, ownAuthoritiesOnly, measured);
    }
}
