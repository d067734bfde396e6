package dev.sluice.api;

import dev.sluice.identity.InvalidCredentials;
import dev.sluice.identity.PemCertificates;
import dev.sluice.identity.ServerNames;
import dev.sluice.resource.Certificate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What any client sees of a certificate in a handshake: the first of its chain.
 *
 * @param names DNS names that it is for
 * @param serial hex
 * @param fingerprint SHA-256, hex
 */
record Leaf(
        String subject,
        List<String> names,
        String issuer,
        String serial,
        Instant notBefore,
        Instant notAfter,
        String keyAlgorithm,
        String fingerprint,
        int chainLength) {
    /** A certificate is to be renewed by then; ACME clients do so about then, too. */
    private static final Duration SOON = Duration.ofDays(30);

    /** How it stands to the time. */
    enum State {
        VALID,
        EXPIRING,
        EXPIRED,
        NOT_YET_VALID
    }

    /** Empty for a chain that cannot be read: translation has refused such Secrets, so there should be none. */
    static Optional<Leaf> of(Certificate certificate) {
        try {
            List<X509Certificate> chain = PemCertificates.read(
                    certificate.chainPem().getBytes(StandardCharsets.US_ASCII),
                    certificate.key().toString());
            return Optional.of(of(chain.getFirst(), chain.size()));
        } catch (InvalidCredentials | CertificateEncodingException e) {
            return Optional.empty();
        }
    }

    private static Leaf of(X509Certificate leaf, int chainLength) throws CertificateEncodingException {
        return new Leaf(
                leaf.getSubjectX500Principal().getName(),
                ServerNames.of(leaf),
                leaf.getIssuerX500Principal().getName(),
                leaf.getSerialNumber().toString(16),
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(),
                leaf.getPublicKey().getAlgorithm(),
                fingerprint(leaf.getEncoded()),
                chainLength);
    }

    private static String fingerprint(byte[] encoded) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    State state(Instant now) {
        if (now.isBefore(notBefore)) {
            return State.NOT_YET_VALID;
        }
        if (now.isAfter(notAfter)) {
            return State.EXPIRED;
        }
        return now.plus(SOON).isAfter(notAfter) ? State.EXPIRING : State.VALID;
    }
}
