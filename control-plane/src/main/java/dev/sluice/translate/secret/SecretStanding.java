package dev.sluice.translate.secret;

import dev.sluice.resource.Certificate;
import dev.sluice.resource.TrustBundle;
import dev.sluice.state.ObservedSecret;

/**
 * What a Secret is good for. Whoever refers to it sees {@link #sameForReferrers}; the content goes its own way, so that a
 * renewed certificate for the same names touches nothing but itself.
 */
public record SecretStanding(Pair pair, Authorities authorities) {
    /** As a certificate with its key: {@code tls.crt} and {@code tls.key}, as Secrets of type kubernetes.io/tls have them. */
    public sealed interface Pair {}

    /**
     * It can be shown.
     *
     * @param names that the certificate is for
     * @param endsAtEpochSecond when its validity does; it is shown after that nevertheless
     */
    public record Shown(Certificate certificate, CertificateNames names, long endsAtEpochSecond) implements Pair {}

    /**
     * It cannot.
     *
     * @param why what was found and what was expected, as part of a sentence
     */
    public record NoPair(String why) implements Pair {}

    /** As authorities: {@code ca.crt}, and {@code ca.crl} if it is there. */
    public sealed interface Authorities {}

    /** They can verify. */
    public record Trusted(TrustBundle bundle) implements Authorities {}

    /**
     * They cannot.
     *
     * @param why what was found and what was expected, as part of a sentence
     */
    public record NoAuthorities(String why) implements Authorities {}

    /** Looks into a Secret: costs a signature for some kinds of keys. */
    public static SecretStanding of(ObservedSecret secret) {
        return new SecretStanding(PairReader.read(secret), AuthoritiesReader.read(secret));
    }

    /** Whether those who refer to the Secret translate to the same with either standing. */
    public boolean sameForReferrers(SecretStanding other) {
        return same(pair, other.pair) && same(authorities, other.authorities);
    }

    private static boolean same(Pair left, Pair right) {
        return left instanceof Shown one && right instanceof Shown two
                ? one.names().equals(two.names())
                : left.equals(right);
    }

    private static boolean same(Authorities left, Authorities right) {
        return (left instanceof Trusted && right instanceof Trusted) || left.equals(right);
    }
}
