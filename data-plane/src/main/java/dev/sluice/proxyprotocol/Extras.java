package dev.sluice.proxyprotocol;

import java.util.Optional;

/**
 * What the fields of version 2 add to the addresses (its section 2.2), as far as they are known here.
 *
 * @param authority host the client asked for (SNI), UTF-8
 * @param uniqueId of the connection, as hexadecimal digits, from at most 128 bytes
 * @param tls how the client's TLS was, where the proxy ended it
 */
public record Extras(Optional<String> authority, Optional<String> uniqueId, Optional<Tls> tls) {
    public static final Extras NONE = new Extras(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The client spoke TLS with the proxy.
     *
     * @param version as {@code TLSv1.3}; empty if not told
     * @param certificateName common name of the client's certificate, if it was verified; else empty
     */
    public record Tls(String version, Optional<String> certificateName) {}
}
