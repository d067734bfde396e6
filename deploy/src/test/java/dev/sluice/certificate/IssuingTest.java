package dev.sluice.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.PeerIdentity;
import dev.sluice.identity.PemCertificates;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IssuingTest {
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final SecretName AUTHORITY = SecretName.parse("a/authority");
    private static final SecretName SERVER = SecretName.parse("a/server");
    private static final SecretName CLIENT = SecretName.parse("b/client");
    private static final SecretName KEY = SecretName.parse("b/key");
    private static final Wishes WISHES = new Wishes(
            AUTHORITY,
            Map.of(
                    SERVER, new Subject.Server("control", List.of("control.example", "control.example.svc")),
                    CLIENT, new Subject.Client("edge", "spiffe://sluice/fleet/default")),
            List.of(KEY),
            Duration.ofDays(90),
            Duration.ofDays(30),
            Duration.ofDays(3650),
            false);

    private final Shelf shelf = new Shelf();
    private final List<String> said = new ArrayList<>();

    /** In memory; writing on an old mark fails, as an API server has it. */
    private static final class Shelf implements Folder {
        private final Map<SecretName, Content> contents =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        private int writes;

        @Override
        public Optional<Content> read(SecretName name) {
            return Optional.ofNullable(contents.get(name));
        }

        @Override
        public void write(SecretName name, Map<String, byte[]> files, String mark) {
            assertThat(mark).isEqualTo(read(name).map(Content::mark).orElse(""));
            contents.put(name, new Content(files, String.valueOf(++writes)));
        }

        byte[] file(SecretName name, String file) {
            return Optional.ofNullable(read(name).orElseThrow().files().get(file))
                    .orElseThrow();
        }
    }

    private void run(Instant now) {
        said.clear();
        Issuing.run(shelf, WISHES, now, said::add);
    }

    private void exchange(Instant now) {
        Wishes wishes = new Wishes(
                AUTHORITY,
                WISHES.holders(),
                WISHES.stateKeys(),
                WISHES.life(),
                WISHES.renewBefore(),
                WISHES.authorityLife(),
                true);
        said.clear();
        Issuing.run(shelf, wishes, now, said::add);
    }

    private X509Certificate leaf(SecretName name) throws Exception {
        return PemCertificates.read(shelf.file(name, "tls.crt"), name.toString())
                .getFirst();
    }

    private List<X509Certificate> believed(SecretName name) throws Exception {
        return PemCertificates.read(shelf.file(name, "ca.crt"), name.toString());
    }

    /** As TLS does. */
    private static void validate(X509Certificate leaf, List<X509Certificate> authorities, Instant at) throws Exception {
        PKIXParameters parameters = new PKIXParameters(authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet()));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    }

    @Test
    void a_first_run_makes_everything_and_each_believes_the_other() throws Exception {
        run(START);
        validate(leaf(SERVER), believed(CLIENT), START);
        validate(leaf(CLIENT), believed(SERVER), START);
        assertThat(leaf(SERVER).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(leaf(CLIENT).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(leaf(SERVER).getBasicConstraints()).isEqualTo(-1);
        assertThat(believed(SERVER).getFirst().getBasicConstraints()).isZero();
        assertThat(PeerIdentity.of(leaf(CLIENT)).names()).containsExactly("spiffe://sluice/fleet/default");
        assertThat(Base64.getDecoder().decode(shelf.file(KEY, "key"))).hasSize(32);
    }

    @Test
    void a_run_on_what_is_good_writes_nothing() {
        run(START);
        int writes = shelf.writes;
        run(START.plus(Duration.ofDays(59)));
        assertThat(shelf.writes).isEqualTo(writes);
        assertThat(said).hasSize(4).allMatch(line -> line.contains("good until") || line.contains("there"));
    }

    @Test
    void what_ends_soon_is_made_anew_by_the_same_authority_and_the_key_of_the_state_is_not() throws Exception {
        run(START);
        X509Certificate before = leaf(SERVER);
        byte[] key = shelf.file(KEY, "key");
        Instant later = START.plus(Duration.ofDays(61));
        run(later);
        assertThat(leaf(SERVER)).isNotEqualTo(before);
        validate(leaf(SERVER), believed(CLIENT), later);
        assertThat(shelf.file(KEY, "key")).isEqualTo(key);
    }

    @Test
    void another_name_is_another_certificate() throws Exception {
        run(START);
        Wishes other = new Wishes(
                AUTHORITY,
                Map.of(CLIENT, new Subject.Client("edge", "spiffe://sluice/fleet/other")),
                List.of(),
                WISHES.life(),
                WISHES.renewBefore(),
                WISHES.authorityLife(),
                false);
        Issuing.run(shelf, other, START, said::add);
        assertThat(PeerIdentity.of(leaf(CLIENT)).names()).containsExactly("spiffe://sluice/fleet/other");
    }

    @Test
    void an_authority_is_announced_before_it_signs_and_believed_after_it_did() throws Exception {
        run(START);
        X509Certificate oldServer = leaf(SERVER);
        X509Certificate oldAuthority = believed(SERVER).getFirst();
        exchange(START.plusSeconds(60));
        assertThat(leaf(SERVER)).isEqualTo(oldServer);
        assertThat(believed(SERVER)).hasSize(2).startsWith(oldAuthority);

        run(START.plusSeconds(300)); // too early: somebody may not have read of it
        assertThat(leaf(SERVER)).isEqualTo(oldServer);

        Instant signed = START.plusSeconds(60 + 600);
        run(signed);
        validate(leaf(SERVER), List.of(believed(SERVER).getFirst()), signed);
        assertThat(believed(SERVER)).hasSize(2).endsWith(oldAuthority);
        validate(oldServer, believed(CLIENT), signed);

        run(signed.plus(Duration.ofDays(1)));
        assertThat(believed(SERVER)).hasSize(1).doesNotContain(oldAuthority);
    }

    @Test
    void an_authority_that_ends_is_exchanged_by_itself() throws Exception {
        run(START);
        Instant late = START.plus(Duration.ofDays(3650 - 179));
        run(late);
        assertThat(said).anyMatch(line -> line.contains("announced"));
        run(late.plus(Duration.ofDays(1)));
        assertThat(said).anyMatch(line -> line.contains("exchanged"));
        validate(leaf(SERVER), believed(CLIENT), START.plus(Duration.ofDays(3660 - 179)));
    }

    @Test
    void a_broken_certificate_is_made_anew_and_a_broken_authority_is_not() {
        run(START);
        shelf.contents.computeIfPresent(SERVER, (name, content) -> broken(content));
        run(START);
        assertThat(said).anyMatch(line -> line.startsWith("Secret a/server: made"));
        shelf.contents.computeIfPresent(AUTHORITY, (name, content) -> broken(content));
        assertThatThrownBy(() -> run(START))
                .hasMessageContaining("Secret a/authority")
                .hasMessageContaining("delete it");
    }

    private static Folder.Content broken(Folder.Content content) {
        Map<String, byte[]> files = new TreeMap<>(content.files());
        files.put("tls.crt", "no certificate".getBytes(StandardCharsets.US_ASCII));
        return new Folder.Content(files, content.mark());
    }

    @Test
    void no_key_is_ever_printed() throws Exception {
        run(START);
        String all = said
                + shelf.contents.values().toString()
                + Authorities.read(shelf.read(AUTHORITY).orElseThrow().files(), "x");
        assertThat(all)
                .doesNotContain("BEGIN")
                .doesNotContain(new String(shelf.file(KEY, "key"), StandardCharsets.US_ASCII));
    }
}
