package dev.sluice.compile;

import dev.sluice.identity.KeyedChain;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.TrustBundle;
import dev.sluice.tls.Offer;
import java.security.cert.CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/** What certificates and trust bundles compile to. */
final class Material {
    private Material() {}

    /**
     * A certificate that can be shown.
     *
     * @param resource from which it was read
     * @param offer of hosts on usual terms, who share what an engine makes of it
     */
    record Shown(Certificate resource, KeyedChain chain, Offer offer) {}

    /**
     * Authorities that can be asked.
     *
     * @param resource from which they were read
     * @param digest tells equal ones from different ones
     */
    record Trusted(TrustBundle resource, List<X509Certificate> authorities, List<CRL> revocations, String digest) {}
}
