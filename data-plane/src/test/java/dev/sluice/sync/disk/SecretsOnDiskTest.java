package dev.sluice.sync.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.identity.TestAuthority;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.CredentialKey;
import dev.sluice.key.ResourceKey.TicketKeysKey;
import dev.sluice.key.ResourceKey.UnknownKey;
import dev.sluice.key.ResourceKind;
import dev.sluice.key.Version;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.Credential;
import dev.sluice.resource.Resource;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TicketKeys;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private keys in a state on disk: encrypted or not there. */
final class SecretsOnDiskTest {
    private static final StateOwner OWNER = new StateOwner("prod", new FleetName("edge"));
    private static final StateKeys FIRST = keys("0123456789abcdef0123456789abcdef");
    private static final StateKeys SECOND = keys("another key of thirty-two bytes!");
    private static final StateKeys ROTATED =
            keys("another key of thirty-two bytes!", "0123456789abcdef0123456789abcdef");
    private static final byte[] TICKET_KEY =
            "sixty-four bytes of which none may ever be seen on any disk, ok?".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private static Path made;

    private static byte[] privateKeyPem;
    private static List<Resource> secrets;
    private static EncodedTable table;

    @TempDir
    private Path root;

    @BeforeAll
    static void make() throws Exception {
        TestAuthority.Issued issued = TestAuthority.make(made, "authority").issueWithKey("rsa", "RSA", "dns:a.example");
        privateKeyPem = Files.readAllBytes(issued.key());
        secrets = List.of(
                new Certificate(
                        new CertificateKey("default/tls"),
                        Files.readString(issued.certificate()),
                        SecretBytes.of(privateKeyPem)),
                new Credential(
                        new CredentialKey("default/users"),
                        SecretBytes.of("anna:$apr1$secret".getBytes(StandardCharsets.US_ASCII))),
                new TicketKeys(new TicketKeysKey("fleet"), List.of(SecretBytes.of(TICKET_KEY))));
        table = EncodedTable.EMPTY
                .apply(List.of(plain("u")), List.of())
                .apply(secrets.stream().map(WireCodec::encode).toList(), List.of())
                .apply(
                        List.of(EncodedResource.of(
                                new UnknownKey(99, "later"), ByteString.copyFromUtf8("content of a later kind"))),
                        List.of());
    }

    @Test
    void noByteOfASecretStandsInTheFileInEitherMode() throws Exception {
        for (StateKeys keys : List.of(StateKeys.NONE, FIRST)) {
            folder(keys).write(image());
            String file = Files.readString(folder(keys).place(OWNER), StandardCharsets.ISO_8859_1);
            String pem = new String(privateKeyPem, StandardCharsets.ISO_8859_1);
            for (String line : pem.lines().toList()) { // base64, of any line
                assertThat(file).doesNotContain(line);
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
            assertThat(der).hasSizeGreaterThan(1000);
            for (int from = 0; from + 16 <= der.length; from += 16) {
                assertThat(file).doesNotContain(text(Arrays.copyOfRange(der, from, from + 16)));
            }
            assertThat(file)
                    .doesNotContain(
                            "$apr1$secret",
                            text(TICKET_KEY),
                            Base64.getEncoder().encodeToString(TICKET_KEY))
                    .doesNotContain("sixty-four", "content of a later kind")
                    .contains("content of u");
        }
    }

    @Test
    void withTheKeyTheStateIsWholeAgain() throws Exception {
        folder(FIRST).write(image());
        assertThat(load(FIRST)).isEqualTo(image());
    }

    @Test
    void anotherKeyCostsTheSecretsAndNothingElse() throws Exception {
        folder(FIRST).write(image());
        StateImage found = load(SECOND);
        assertThat(found.table()).isEqualTo(EncodedTable.EMPTY.apply(List.of(plain("u")), List.of()));
        assertThat(found.version()).isEqualTo(image().version());
        assertThat(found.withheld().keys()).hasSize(4).contains(new CertificateKey("default/tls"));
        assertThat(found.withheld().why()).isEqualTo("they are encrypted with another key than SLUICE_STATE_KEY");
    }

    @Test
    void soDoesNoKey() throws Exception {
        folder(FIRST).write(image());
        assertThat(load(StateKeys.NONE).withheld())
                .satisfies(withheld -> assertThat(withheld.keys()).hasSize(4))
                .satisfies(withheld ->
                        assertThat(withheld.why()).isEqualTo("they are encrypted, and SLUICE_STATE_KEY is not set"));
    }

    @Test
    void thePreviousKeyOpensWhatItSealedAndTheNewOneSealsTheNextFile() throws Exception {
        folder(FIRST).write(image());
        assertThat(load(ROTATED)).isEqualTo(image());
        folder(ROTATED).write(image());
        assertThat(load(SECOND)).isEqualTo(image());
        assertThat(load(FIRST).withheld().keys()).hasSize(4);
    }

    @Test
    void aStateThatWasLeftOutIsNotMissedByAKeyThatCameLater() throws Exception {
        folder(StateKeys.NONE).write(image());
        assertThat(load(FIRST).withheld().why()).isEqualTo("SLUICE_STATE_KEY was not set when it was written");
    }

    @Test
    void nothingOpensAtAnotherPlaceOrChanged() throws Exception {
        ResourceKey place = new CertificateKey("default/tls");
        Sealing sealing = sealing(FIRST, new byte[32], OWNER);
        byte[] sealed = sealing.seal(place, ByteString.copyFromUtf8("content"));
        assertThat(sealing.open(place, sealed)).isEqualTo(ByteString.copyFromUtf8("content"));
        assertThatThrownBy(() -> sealing.open(new CertificateKey("default/other"), sealed))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> sealing.open(new CredentialKey("default/tls"), sealed))
                .isInstanceOf(GeneralSecurityException.class);
        for (StateOwner other :
                List.of(new StateOwner("prod", new FleetName("inner")), new StateOwner("", new FleetName("edge")))) {
            assertThatThrownBy(() -> sealing(FIRST, new byte[32], other).open(place, sealed))
                    .isInstanceOf(GeneralSecurityException.class);
        }
        byte[] otherSalt = new byte[32];
        otherSalt[0] = 1;
        assertThatThrownBy(() -> sealing(FIRST, otherSalt, OWNER).open(place, sealed))
                .isInstanceOf(GeneralSecurityException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> sealing.open(place, changed)).isInstanceOf(GeneralSecurityException.class);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> sealing.open(place, cut)).isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void noTwoFilesAreSealedAlike() throws Exception {
        folder(FIRST).write(image());
        byte[] one = Files.readAllBytes(folder(FIRST).place(OWNER));
        folder(FIRST).write(image());
        byte[] other = Files.readAllBytes(folder(FIRST).place(OWNER));
        assertThat(other).hasSameSizeAs(one).isNotEqualTo(one);
        byte[] certificate = Arrays.copyOfRange(other, other.length - 200, other.length - 40);
        assertThat(text(one)).doesNotContain(text(certificate));
    }

    /** The format, as it was when it was made: what a data plane wrote before an upgrade is opened after it. */
    @Test
    void aFileOfTheFirstFormatIsStillOpened() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("sealed.state.hex")) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
            Files.write(folder(FIRST).place(OWNER), HexFormat.of().parseHex(hex));
        }
        StateImage found = load(FIRST);
        assertThat(found.withheld()).isEqualTo(Withheld.NOTHING);
        assertThat(found.table().digest()).isEqualTo(found.version().digest());
        assertThat(found.table().get(new CredentialKey("golden")).orElseThrow().content())
                .isEqualTo(ByteString.copyFromUtf8("golden content"));
    }

    @Test
    void nothingThatHoldsASecretPrintsIt() throws Exception {
        StringBuilder printed = new StringBuilder();
        for (Resource secret : secrets) {
            printed.append(secret).append(WireCodec.encode(secret));
        }
        folder(FIRST).write(image());
        printed.append(table)
                .append(image())
                .append(load(SECOND))
                .append(load(FIRST))
                .append(FIRST);
        printed.append(load(SECOND).withheld()).append(new Loaded.Found(image()));
        String pem = new String(privateKeyPem, StandardCharsets.ISO_8859_1);
        assertThat(printed.toString()).doesNotContain(pem.lines().toList().get(1), "$apr1$", "sixty-four", "012345");
    }

    private static StateImage image() {
        return new StateImage(
                OWNER,
                Instant.parse("2026-01-01T12:00:00Z"),
                new Version(new Epoch("cluster-1", 3), 7, Freshness.NONE, table.digest()),
                table);
    }

    private static EncodedResource plain(String id) {
        return EncodedResource.of(
                ResourceKey.of(ResourceKind.UPSTREAM, id), ByteString.copyFromUtf8("content of " + id));
    }

    private StateImage load(StateKeys keys) {
        assertThat(folder(keys).load(OWNER)).isInstanceOf(Loaded.Found.class);
        return ((Loaded.Found) folder(keys).load(OWNER)).image();
    }

    private StateFolder folder(StateKeys keys) {
        return new StateFolder(root, 1 << 20, keys);
    }

    private static Sealing sealing(StateKeys keys, byte[] salt, StateOwner owner) {
        return new Sealing(keys.current().orElseThrow().ofFile(salt), owner, new SecureRandom());
    }

    private static StateKeys keys(String current) {
        return StateKeys.of(Map.of("SLUICE_STATE_KEY", base64(current)));
    }

    private static StateKeys keys(String current, String previous) {
        return StateKeys.of(Map.of("SLUICE_STATE_KEY", base64(current), "SLUICE_STATE_KEY_PREVIOUS", base64(previous)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
