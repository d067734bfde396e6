package dev.sluice.publish;

import dev.sluice.identity.PeerIdentity;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who is at the other end of a connection.
 *
 * @param chain what its handshake showed; empty without TLS
 */
record Peer(PeerIdentity identity, List<X509Certificate> chain) {
    static final Peer NOBODY = new Peer(PeerIdentity.NONE, List.of());

    Peer {
        chain = List.copyOf(chain);
    }
}
