package dev.sluice.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What a process shows of itself and whom it believes.
 *
 * @param chain its own certificate first, then those that lead to an authority; at least one
 * @param key of the first certificate of {@code chain}; never printed
 * @param authorities who may vouch for the other side; at least one
 */
public record Credentials(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    public Credentials {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
        if (chain.isEmpty() || authorities.isEmpty()) {
            throw new IllegalArgumentException("credentials without a certificate or without an authority");
        }
    }

    /** When the first certificate of the chain ends: from then on nobody believes it. */
    public Instant expiresAt() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Who the other side will see. */
    public PeerIdentity identity() {
        return PeerIdentity.of(chain.get(0));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return identity() + " until " + expiresAt() + ", " + authorities.size() + " authorities";
    }
}
