package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.CredentialFiles.Broken;
import dev.sluice.identity.CredentialFiles.Renewed;
import dev.sluice.identity.CredentialFiles.Unchanged;
import dev.sluice.identity.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On real files, with certificates as {@code keytool} makes them. */
final class CredentialFilesTest {
    @TempDir
    private static Path made;

    private static TestAuthority authority;
    private static Issued one;
    private static Issued two;

    @TempDir
    private Path folder;

    @BeforeAll
    static void issue() throws Exception {
        authority = TestAuthority.make(made, "authority");
        one = authority.issue("one", "dns:one.example");
        two = authority.issue("two", "dns:two.example");
    }

    @BeforeEach
    void useOne() throws IOException {
        use(one);
        Files.copy(authority.certificate(), folder.resolve("ca.crt"));
    }

    @Test
    void credentialsAreReadWithTheNameTheyGiveAndTheKeyIsNotPrinted() throws Exception {
        Credentials credentials = files().load();
        assertThat(credentials.identity().names()).containsExactly("one.example");
        assertThat(credentials.chain()).hasSize(2);
        assertThat(credentials.toString()).startsWith("one.example until ").doesNotContain("PrivateKey", "key");
    }

    @Test
    void whatIsTheSameIsUnchangedAndWhatIsOtherIsRenewed() throws Exception {
        CredentialFiles files = files();
        files.load();
        assertThat(files.look()).isEqualTo(new Unchanged());
        use(two);
        assertThat(files.look())
                .isInstanceOfSatisfying(
                        Renewed.class,
                        renewed -> assertThat(renewed.credentials().identity().names())
                                .containsExactly("two.example"));
        assertThat(files.look()).isEqualTo(new Unchanged());
    }

    @Test
    void aFolderThatIsExchangedByALinkIsSeenAsKubernetesDoesIt() throws Exception {
        Path first = secret("first", one);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
        TlsFiles linked = new TlsFiles(data.resolve("tls.crt"), data.resolve("tls.key"), data.resolve("ca.crt"));
        CredentialFiles files = new CredentialFiles(linked, InstantSource.system());
        files.load();
        Path next = Files.createSymbolicLink(folder.resolve("..tmp"), secret("second", two));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(files.look()).isInstanceOf(Renewed.class);
    }

    @Test
    void aBrokenFileIsNamedOnceAndMendedWhenItIs() throws Exception {
        CredentialFiles files = files();
        files.load();
        String whole = Files.readString(folder.resolve("tls.crt"));
        Files.writeString(folder.resolve("tls.crt"), whole.substring(0, 200));
        assertThat(files.look())
                .isEqualTo(new Broken(folder.resolve("tls.crt")
                        + ": a block BEGIN CERTIFICATE without its END: the file is" + " cut off"));
        assertThat(files.look()).isEqualTo(new Unchanged());
        Files.delete(folder.resolve("tls.key"));
        assertThat(files.look()).isEqualTo(new Broken(folder.resolve("tls.key") + ": there is no such file"));
        assertThat(files.look()).isEqualTo(new Unchanged());
        use(two);
        assertThat(files.look()).isInstanceOf(Renewed.class);
    }

    @Test
    void aKeyOfAnotherCertificateIsBroken() throws Exception {
        CredentialFiles files = files();
        files.load();
        Files.copy(two.key(), folder.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(files.look())
                .isEqualTo(new Broken(folder.resolve("tls.key") + ": is not the key of the certificate"));
    }

    @Test
    void newCredentialsThatHaveEndedAreBrokenAndThoseAtTheStartAreTaken() throws Exception {
        Issued expired = authority.issueExpired("expired", "dns:expired.example");
        CredentialFiles files = files();
        files.load();
        use(expired);
        assertThat(files.look())
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.reason()).contains("tls.crt: ended at "));
        assertThat(files().load().expiresAt()).isBefore(Instant.now());
    }

    @Test
    void whatIsMissingAtTheStartIsNamed() throws Exception {
        Files.delete(folder.resolve("ca.crt"));
        assertThatThrownBy(() -> files().load())
                .isInstanceOf(InvalidCredentials.class)
                .hasMessage(folder.resolve("ca.crt") + ": there is no such file");
        Files.writeString(folder.resolve("ca.crt"), "nothing");
        assertThatThrownBy(() -> files().load()).hasMessageContaining("no block CERTIFICATE");
    }

    @Test
    void aFileBeyondTheBoundIsNotRead() throws Exception {
        Files.write(folder.resolve("ca.crt"), new byte[CredentialFiles.MAX_FILE_BYTES + 1]);
        assertThatThrownBy(() -> files().load()).hasMessageContaining("expected at most 1048576 bytes");
    }

    /** PKCS #8 wraps the older form in its one OCTET STRING, which stands at the end of what keytool writes. */
    @ParameterizedTest
    @CsvSource({"RSA, RSA PRIVATE KEY", "EC, EC PRIVATE KEY"})
    void keysInTheOlderFormsAreRead(String algorithm, String label) throws Exception {
        Issued issued =
                authority.issueWithKey("older-" + algorithm.toLowerCase(java.util.Locale.ROOT), algorithm, "dns:a.b");
        use(issued);
        byte[] pkcs8 =
                Base64.getMimeDecoder().decode(Files.readString(issued.key()).replaceAll("-----[A-Z ]+-----", ""));
        Files.writeString(folder.resolve("tls.key"), TestAuthority.pem(label, inner(pkcs8)));
        assertThat(files().load().key().getAlgorithm()).isEqualTo(algorithm);
    }

    @Test
    void anEdwardsKeyIsRead() throws Exception {
        use(authority.issueWithKey("edwards", "Ed25519", "dns:a.b"));
        assertThat(files().load().key().getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void anEncryptedKeyIsRefusedWithWhatWasExpected() throws Exception {
        Files.writeString(folder.resolve("tls.key"), TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[] {1}));
        assertThatThrownBy(() -> files().load())
                .hasMessageContaining("tls.key: a block ENCRYPTED PRIVATE KEY: expected one unencrypted block");
    }

    /** The content of the OCTET STRING after version and algorithm (RFC 5208, section 5). */
    private static byte[] inner(byte[] pkcs8) {
        int at = head(pkcs8, 0);
        at += head(pkcs8, at) + length(pkcs8, at);
        at += head(pkcs8, at) + length(pkcs8, at);
        int begin = at + head(pkcs8, at);
        return java.util.Arrays.copyOfRange(pkcs8, begin, begin + length(pkcs8, at));
    }

    private static int head(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? 2 : 2 + first - 0x80;
    }

    private static int length(byte[] der, int at) {
        int length = 0;
        for (int i = head(der, at) == 2 ? 1 : 2; i < head(der, at); i++) {
            length = length << 8 | der[at + i] & 0xff;
        }
        return length;
    }

    private CredentialFiles files() {
        return new CredentialFiles(
                new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"), folder.resolve("ca.crt")),
                InstantSource.system());
    }

    private void use(Issued issued) throws IOException {
        Files.copy(issued.certificate(), folder.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.key(), folder.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path secret(String name, Issued issued) throws IOException {
        Path secret = Files.createDirectory(folder.resolve(name));
        Files.copy(issued.certificate(), secret.resolve("tls.crt"));
        Files.copy(issued.key(), secret.resolve("tls.key"));
        Files.copy(authority.certificate(), secret.resolve("ca.crt"));
        return secret;
    }
}
