package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.ClusterSettings.Security;
import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that speak mutual TLS, with PEM files that are read again. */
final class MutualTlsIT {
    private static final String NAME = "sluice-replica";

    @TempDir
    Path directory;

    private TestAuthority ours;

    @BeforeEach
    void prepare() throws Exception {
        ours = TestAuthority.make(directory, "ours");
    }

    @Test
    void membersWithCertificatesOfOneAuthorityAndOneNameFormACluster() throws Exception {
        try (Replica first = founding("127.0.0.61", ours, NAME, ours);
                Replica second = joining("127.0.0.62", first, ours, NAME, ours)) {
            first.awaitUp(2);
            second.awaitUp(2);
        }
    }

    @Test
    void nobodyElseIsLetIn() throws Exception {
        TestAuthority theirs = TestAuthority.make(directory, "theirs");
        try (Replica first = founding("127.0.0.63", ours, NAME, ours);
                Replica stranger = joining("127.0.0.64", first, theirs, NAME, ours);
                Replica other = joining("127.0.0.65", first, ours, "something-else", ours);
                Replica plain = Replica.listed("127.0.0.66", first.address());
                Replica second = joining("127.0.0.67", first, ours, NAME, ours)) {
            first.awaitUp(2); // by the time the last has joined, the others have tried
            second.awaitUp(2);
            assertThat(first.part.members().members())
                    .extracting(MembersView.MemberView::address)
                    .containsExactlyInAnyOrder(first.address(), second.address());
            for (Replica refused : List.of(stranger, other, plain)) {
                assertThat(refused.part.members().members()).isEmpty();
            }
        }
    }

    @Test
    void aKeyThatIsReplacedIsUsedForTheNextConnections() throws Exception {
        TestAuthority next = TestAuthority.make(directory, "next");
        Path trusted = directory.resolve("both.crt");
        Files.copy(ours.certificate(), trusted);
        try (Replica first = founding("127.0.0.68", ours, NAME, trusted)) {
            first.awaitLeading(true);
            give("127.0.0.68", next, NAME);
            Files.copy(next.certificate(), trusted, StandardCopyOption.REPLACE_EXISTING);
            try (Replica second = joining("127.0.0.69", first, next, NAME, next)) {
                second.awaitUp(2);
                first.awaitUp(2);
                assertThat(first.part.incarnations()).isEqualTo(1);
            }
        }
    }

    private Replica founding(String host, TestAuthority issuer, String name, TestAuthority trusted) throws Exception {
        return founding(host, issuer, name, trusted.certificate());
    }

    private Replica founding(String host, TestAuthority issuer, String name, Path trusted) throws Exception {
        return replica(host, List.of(), issuer, name, trusted);
    }

    private Replica joining(String host, Replica member, TestAuthority issuer, String name, TestAuthority trusted)
            throws Exception {
        return replica(host, List.of(member.address()), issuer, name, trusted.certificate());
    }

    private Replica replica(String host, List<String> seeds, TestAuthority issuer, String name, Path trusted)
            throws Exception {
        give(host, issuer, name);
        Security security = new Security.MutualTls(
                folder(host).resolve("tls.key").toString(),
                folder(host).resolve("tls.crt").toString(),
                trusted.toString(),
                Duration.ofMillis(100));
        return new Replica(Replica.settings(host, security), new Listed(seeds), Replica.QUICK);
    }

    /** A new key and a certificate for it, each file at once. */
    private void give(String host, TestAuthority issuer, String name) throws Exception {
        Issued issued = issuer.issueWithKey(host, "RSA", "dns:" + name);
        Files.createDirectories(folder(host));
        put(issued.key(), folder(host).resolve("tls.key"));
        put(issued.certificate(), folder(host).resolve("tls.crt"));
    }

    private static void put(Path made, Path file) throws IOException {
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path folder(String host) {
        return directory.resolve(host);
    }
}
