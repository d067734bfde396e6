package dev.sluice.resource;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What TLS handshakes for one host are answered with, on one port where TLS is terminated. The server name of the
 * handshake (RFC 6066 section 3, case folded) finds the host: exact, then one label, then the longest suffix, then
 * {@link HostMatch#ANY}, which also takes handshakes without a name. Where no host is found, the handshake is refused
 * (alert {@code unrecognized_name}). Which rules a request meets is another matter, decided by its authority.
 *
 * <p>A {@link StreamRoute} on a listener of the same port that passes TLS through takes the handshakes whose name it is
 * for, unless a TlsHost is for that name more specifically.
 *
 * @param port logical port, 1 to 65535
 * @param certificates to choose from by what the client can verify (RSA, ECDSA), in order of preference. Those that the
 *     data plane does not have or cannot use are passed over
 * @param fallback what happens where no certificate is left to choose
 * @param clientAuth whether clients are asked for a certificate
 * @param authority which requests may come on a connection that was made for another host
 * @param parameters versions and ciphers, where they differ from what the data plane is set to
 * @param source the object that the host was made from, for problems and receipts
 */
public record TlsHost(
        TlsHostKey key,
        int port,
        HostMatch host,
        List<CertificateKey> certificates,
        Fallback fallback,
        Optional<ClientAuth> clientAuth,
        OtherAuthority authority,
        Parameters parameters,
        ObjectKey source)
        implements Resource {
    /** What happens where a host has no certificate that can be used. */
    public enum Fallback {
        /**
         * The certificates of the port's {@link HostMatch#ANY} host serve; where it has none either, one that the data
         * plane made and signed itself when it started (Ingress: traffic goes on, with a warning at the client).
         */
        DEFAULT_CERTIFICATE,
        /** The handshake is refused. */
        REFUSE_HANDSHAKE
    }

    /** Which requests a connection is good for, when their authority would have chosen another host of the port. */
    public enum OtherAuthority {
        /** All: the server name chose the certificate, the authority chooses the rule (networking/v1 IngressTLS). */
        SERVE,
        /**
         * 421 (RFC 9110 section 15.5.20), in both directions: neither may a connection made for this host carry a request
         * for another one, nor one made for another host a request for this one.
         */
        REFUSE
    }

    /**
     * Clients are asked for a certificate and it is verified. What becomes of requests without a good one is for the rules
     * to say ({@link RoutePolicy.ClientCertificate}), unless the handshake itself is to fail.
     *
     * @param trust the authorities; where the data plane does not have them, no certificate is good
     * @param depth how many certificates may stand between the client's and the authority's, the latter included: 1 to 10
     */
    public record ClientAuth(TrustBundleKey trust, int depth, Verdict verdict) {
        /** Where a missing or bad certificate is answered. */
        public enum Verdict {
            /** In the handshake, which fails (Gateway API frontend validation). */
            IN_HANDSHAKE,
            /** By the answer to each request (ingress-nginx). */
            BY_ANSWER
        }

        public ClientAuth {
            if (depth < 1 || depth > 10) {
                throw new IllegalArgumentException("client certificate depth " + depth + ": expected 1 to 10");
            }
        }
    }

    /** A version of TLS. */
    public enum TlsVersion {
        TLS_1_2,
        TLS_1_3
    }

    /**
     * What differs from the settings of the data plane.
     *
     * @param minimum the lowest version that is accepted
     * @param ciphers of TLS 1.2 by their OpenSSL or IANA names, in order of preference; empty for those of the data plane
     */
    public record Parameters(Optional<TlsVersion> minimum, List<String> ciphers) {
        /** As the data plane is set. */
        public static final Parameters OF_DATA_PLANE = new Parameters(Optional.empty(), List.of());

        public Parameters {
            ciphers = List.copyOf(ciphers);
        }
    }

    public TlsHost {
        certificates = List.copyOf(certificates);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(key + ": port " + port + ": expected 1 to 65535");
        }
        if (new HashSet<>(certificates).size() < certificates.size()) {
            throw new IllegalArgumentException(key + ": a certificate is named twice");
        }
        if (clientAuth.isPresent() && authority == OtherAuthority.SERVE) {
            // Otherwise a connection made for a host that asks for nothing would carry requests for this one.
            throw new IllegalArgumentException(key + ": client certificates ask for other authorities to be refused");
        }
    }
}
