package dev.sluice.translate.ingress;

import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.resource.Upstream;
import java.util.Optional;

/**
 * How an Ingress wants TLS spoken to its backends. By default nothing is verified and no name is sent, as ingress-nginx does.
 *
 * @param clientCertificate with which Sluice proves itself
 * @param authorities that the backend is verified against
 * @param name to send and to verify; empty for that of the Service
 * @param sendName whether the name is sent (SNI)
 */
record BackendTls(
        Optional<CertificateKey> clientCertificate,
        Optional<TrustBundleKey> authorities,
        Optional<HostName> name,
        boolean sendName) {
    /** No certificate is for it (RFC 6761 section 6.4). */
    private static final HostName NOBODY = new HostName("svc.invalid");

    static final BackendTls DEFAULT = new BackendTls(Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** @param external the name that the Service itself leads to, if it does */
    Upstream.Tls towards(ObjectKey service, Optional<HostName> external) {
        HostName named = name.or(() -> external)
                .or(() -> HostName.parse(service.name() + "." + service.namespace() + ".svc"))
                .orElse(NOBODY);
        return new Upstream.Tls(
                sendName ? Optional.of(named) : Optional.empty(),
                authorities.map(trust -> new Upstream.Verification(trust, named)),
                clientCertificate);
    }

    /** What tells upstreams of one Service port apart; empty for the default. */
    String id() {
        return clientCertificate.map(key -> "@cert=" + key.id()).orElse("")
                + authorities.map(key -> "@ca=" + key.id()).orElse("")
                + name.map(host -> "@name=" + host).orElse("")
                + (sendName ? "@sni" : "");
    }
}
