package dev.sluice.translate.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.HostName;
import dev.sluice.resource.HostMatch;
import dev.sluice.state.ObservedSecret;
import dev.sluice.translate.GivenSecrets;
import dev.sluice.translate.secret.SecretStanding.NoAuthorities;
import dev.sluice.translate.secret.SecretStanding.NoPair;
import dev.sluice.translate.secret.SecretStanding.Shown;
import dev.sluice.translate.secret.SecretStanding.Trusted;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretStandingTest {
    private static final HostMatch A = new HostMatch.Exact(new HostName("a.example.com"));
    private static final HostMatch BELOW = new HostMatch.Exact(new HostName("x.a.example.com"));
    private static final HostMatch WILDCARD = new HostMatch.OneLabel(new HostName("example.com"));

    @Test
    void aPairIsForItsNames() {
        Shown exact = shown(GivenSecrets.forA("ns/s"));
        Shown wild = shown(GivenSecrets.wildcard("ns/s"));

        assertThat(exact.names()).isEqualTo(new CertificateNames(List.of("a.example.com")));
        assertThat(exact.names().cover(A)).isTrue();
        assertThat(exact.names().cover(WILDCARD)).isFalse();
        assertThat(wild.names().cover(A)).isTrue();
        assertThat(wild.names().cover(WILDCARD)).isTrue();
        assertThat(wild.names().cover(BELOW)).isFalse();
        assertThat(wild.names().cover(HostMatch.ANY)).isFalse();
        assertThat(wild.endsAtEpochSecond()).isGreaterThan(4_102_444_800L); // 2100
    }

    @Test
    void aKeyOfAnotherCertificateIsNoPairAndNotPrinted() {
        SecretStanding standing = SecretStanding.of(GivenSecrets.mismatched("ns/s"));

        assertThat(standing.pair()).isEqualTo(new NoPair("cannot be used: tls.key: is not the key of the certificate"));
        assertThat(standing.toString()).doesNotContain("PRIVATE");
    }

    /** Data planes could not sign with it: no handshake would succeed. */
    @Test
    void aKeyOfAnotherKindThanRsaAndEcIsNoPair() {
        assertThat(SecretStanding.of(GivenSecrets.pairFor("ns/s", "edwards")).pair())
                .isEqualTo(
                        new NoPair("cannot be used: tls.crt: a certificate with a key of EdDSA: expected RSA or EC"));
    }

    @Test
    void authoritiesAreCertificatesInPem() {
        assertThat(SecretStanding.of(GivenSecrets.forA("ns/s")).authorities()).isInstanceOf(Trusted.class);
        assertThat(SecretStanding.of(GivenSecrets.mismatched("ns/s")).authorities())
                .isInstanceOfSatisfying(
                        NoAuthorities.class, none -> assertThat(none.why()).contains("ca.crt: no block CERTIFICATE"));
        assertThat(SecretStanding.of(GivenSecrets.wildcard("ns/s")).authorities())
                .isInstanceOfSatisfying(
                        NoAuthorities.class, none -> assertThat(none.why()).startsWith("has no ca.crt"));
    }

    @Test
    void aKeyThatStandsInTheChainIsNotSentWithIt() {
        ObservedSecret combined = GivenSecrets.combined("ns/s");

        assertThat(shown(combined).certificate().chainPem())
                .contains("BEGIN CERTIFICATE")
                .doesNotContain("PRIVATE");
    }

    @Test
    void referrersSeeNamesAndReasonsOnly() {
        SecretStanding a = SecretStanding.of(GivenSecrets.forA("ns/s"));

        assertThat(a.sameForReferrers(SecretStanding.of(GivenSecrets.forA("ns/other"))))
                .isTrue();
        assertThat(a.sameForReferrers(SecretStanding.of(GivenSecrets.wildcard("ns/s"))))
                .isFalse();
        assertThat(a.sameForReferrers(SecretStanding.of(GivenSecrets.mismatched("ns/s"))))
                .isFalse();
    }

    private static Shown shown(ObservedSecret secret) {
        return (Shown) SecretStanding.of(secret).pair();
    }
}
