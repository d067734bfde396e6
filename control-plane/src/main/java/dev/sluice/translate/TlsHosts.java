package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Route;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.TlsHost.OtherAuthority;
import dev.sluice.translate.fragment.HostClaim;
import java.util.List;
import java.util.Optional;

/** TLS hosts of Ingresses: at port 443, with the default certificate where there is no other. */
final class TlsHosts {
    static final int PORT = 443;

    private TlsHosts() {}

    static TlsHostKey key(HostMatch host) {
        return new TlsHostKey(PORT + " " + Route.hostText(host));
    }

    /**
     * One host.
     *
     * @param clientAuth one that is broken asks for nothing: no request of the host is served anyway
     * @param source whom problems and receipts name
     */
    static TlsHost of(
            HostMatch host,
            List<CertificateKey> certificates,
            Optional<HostClaim.ClientAuth> clientAuth,
            ObjectKey source) {
        Optional<TlsHost.ClientAuth> asked = clientAuth
                .filter(HostClaim.Demanded.class::isInstance)
                .map(auth -> ((HostClaim.Demanded) auth).asked());
        return new TlsHost(
                key(host),
                PORT,
                host,
                certificates,
                TlsHost.Fallback.DEFAULT_CERTIFICATE,
                asked,
                asked.isPresent() ? OtherAuthority.REFUSE : OtherAuthority.SERVE,
                TlsHost.Parameters.OF_DATA_PLANE,
                source);
    }
}
