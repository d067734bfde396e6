package dev.sluice.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.resource.Resource;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TableChange;
import dev.sluice.resource.TlsHost;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.Tls;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedSecret;
import dev.sluice.state.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is sent when a Secret appears, is renewed, breaks or disappears. */
class SecretChangesTest {
    private static final ObjectKey SECRET = GivenSecrets.forA("shop/site").key();
    private static final CertificateKey CERTIFICATE = new CertificateKey("shop/site");

    private ClusterState state = Given.cluster(
            Given.ingressClass("sluice"),
            Given.service("shop/web", 80),
            withTls(Given.ingress("shop/web", 1, Given.rule("a.example.com", Given.prefix("/", "web")))));
    private Translation last = Translator.translate(Settings.DEFAULT, state, Memory.NOTHING, Translation.NONE);

    private static ObservedIngress withTls(ObservedIngress i) {
        Tls tls = new Tls(List.of("a.example.com"), Optional.of("site"));
        return new ObservedIngress(
                i.key(), i.meta(), i.className(), i.defaultBackend(), i.rules(), List.of(tls), List.of(), List.of());
    }

    private TableChange apply(ObservedObject object) {
        state = state.settled().apply(Given.applied(object)).state();
        return translate();
    }

    private TableChange delete(ObjectKey key) {
        state = state.settled().apply(Given.deleted(key)).state();
        return translate();
    }

    private TableChange translate() {
        last = Translator.translate(Settings.DEFAULT, state, last.memory(), last);
        return last.change(FleetName.DEFAULT);
    }

    private static List<ResourceKey> keys(TableChange change) {
        return change.upserts().stream().map(Resource::key).toList();
    }

    private List<String> reasons() {
        return last.problems().stream().map(Problem::reason).toList();
    }

    @Test
    void onlySecretsThatAreNamedAreRead() {
        assertThat(last.references()).containsExactly(SECRET);
        assertThat(reasons()).containsExactly("SecretNotFound");
    }

    @Test
    void aSecretThatAppearsIsOneCertificate() {
        TableChange change = apply(GivenSecrets.forA("shop/site"));

        assertThat(keys(change)).containsExactly(CERTIFICATE);
        assertThat(change.removes()).isEmpty();
        assertThat(reasons()).isEmpty();
        assertThat(last.contribution(SECRET).resources()).containsExactly(CERTIFICATE);
    }

    @Test
    void aRenewedOneIsOneCertificateAndNothingElse() {
        apply(GivenSecrets.forA("shop/site"));

        TableChange change = apply(renewed(GivenSecrets.forA("shop/site")));

        assertThat(keys(change)).containsExactly(CERTIFICATE);
        assertThat(change.removes()).isEmpty();
    }

    /** The same names and another content: twice the certificate. */
    private static ObservedSecret renewed(ObservedSecret secret) {
        byte[] once = GivenSecrets.pem("a.crt").reveal();
        byte[] twice = new byte[2 * once.length];
        System.arraycopy(once, 0, twice, 0, once.length);
        System.arraycopy(once, 0, twice, once.length, once.length);
        var data = new TreeMap<>(secret.data());
        data.put("tls.crt", SecretBytes.of(twice));
        return new ObservedSecret(secret.key(), secret.meta(), secret.type(), data, List.of());
    }

    @Test
    void aSecretThatIsTouchedAndStaysTheSameIsNothing() {
        apply(GivenSecrets.forA("shop/site"));

        assertThat(apply(GivenSecrets.forA("shop/site").withMeta(Given.meta("other", 7, Map.of())))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aBrokenOneAndOneThatIsGoneTakeTheCertificateAway() {
        apply(GivenSecrets.forA("shop/site"));

        TableChange broken = apply(GivenSecrets.mismatched("shop/site"));
        assertThat(broken.removes()).containsExactly(CERTIFICATE);
        assertThat(keys(broken)).isEmpty();
        assertThat(reasons()).containsExactly("InvalidCertificate");

        apply(GivenSecrets.forA("shop/site"));
        assertThat(delete(SECRET).removes()).containsExactly(CERTIFICATE);
        assertThat(reasons()).containsExactly("SecretNotFound");
    }

    @Test
    void oneForOtherNamesIsNoLongerChosen() {
        apply(GivenSecrets.forA("shop/site"));

        TableChange change = apply(GivenSecrets.pairFor("shop/site", "other"));

        assertThat(keys(change)).containsExactly(CERTIFICATE, new TlsHostKey("443 a.example.com"));
        assertThat(((TlsHost) change.upserts().get(1)).certificates()).isEmpty();
        assertThat(reasons()).containsExactly("CertificateNotForHost");
    }

    @Test
    void aSecretThatNobodyNamesIsNotSent() {
        assertThat(apply(GivenSecrets.forA("shop/unused")).isEmpty()).isTrue();
        assertThat(last.references()).containsExactly(SECRET);
    }

    @Test
    void noTextOfATranslationHasTheContentOfASecret() {
        apply(GivenSecrets.forA("shop/site"));

        assertThat(last.toString()).doesNotContain("PRIVATE KEY").doesNotContain("BEGIN");
        assertThat(last.table(FleetName.DEFAULT).toString()).doesNotContain("PRIVATE KEY");
    }
}
