package dev.sluice.resource;

import dev.sluice.key.ResourceKey.TrustBundleKey;

/**
 * Certificate authorities against which a peer is verified.
 *
 * @param certificatesPem one or more certificates, in PEM
 * @param revocationsPem certificate revocation lists of these authorities, in PEM; empty: revocation is not checked
 */
public record TrustBundle(TrustBundleKey key, String certificatesPem, String revocationsPem) implements Resource {
    /** The key and how long the texts are; no content. */
    @Override
    public String toString() {
        return key + " (" + certificatesPem.length() + " characters of certificates, " + revocationsPem.length()
                + " of revocation lists)";
    }
}
