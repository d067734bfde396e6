package dev.sluice.translate.secret;

import dev.sluice.identity.InvalidCredentials;
import dev.sluice.identity.PemCertificates;
import dev.sluice.identity.PemRevocations;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TrustBundle;
import dev.sluice.state.ObservedSecret;
import dev.sluice.translate.secret.SecretStanding.Authorities;
import dev.sluice.translate.secret.SecretStanding.NoAuthorities;
import dev.sluice.translate.secret.SecretStanding.Trusted;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import org.jspecify.annotations.Nullable;

/** Reads {@code ca.crt} and {@code ca.crl}. */
final class AuthoritiesReader {
    private static final String AUTHORITIES = "ca.crt";
    private static final String REVOCATIONS = "ca.crl";

    private AuthoritiesReader() {}

    static Authorities read(ObservedSecret secret) {
        @Nullable SecretBytes authorities = secret.data().get(AUTHORITIES);
        if (authorities == null) {
            return new NoAuthorities("has no " + AUTHORITIES + ": expected certificates of authorities in PEM");
        }
        try {
            String certificates = PemText.of(PemCertificates.read(authorities.reveal(), AUTHORITIES));
            return new Trusted(
                    new TrustBundle(new TrustBundleKey(secret.key().path()), certificates, revocations(secret)));
        } catch (InvalidCredentials | CertificateEncodingException | CRLException e) {
            return new NoAuthorities("cannot be used: " + e.getMessage());
        }
    }

    private static String revocations(ObservedSecret secret) throws InvalidCredentials, CRLException {
        @Nullable SecretBytes lists = secret.data().get(REVOCATIONS);
        return lists == null ? "" : PemText.ofLists(PemRevocations.read(lists.reveal(), REVOCATIONS));
    }
}
