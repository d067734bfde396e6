package dev.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.identity.Credentials;
import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import dev.sluice.identity.TlsFiles;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.tls.MutualTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom a data plane believes, on a real socket with TLS. */
@Timeout(60)
final class MutualTlsTest {
    private static final String NAME = "control-plane.sluice.svc";
    private static final EncodedTable FIRST = Tables.host("one.example");
    private static final EncodedTable SECOND =
            FIRST.apply(List.of(WireCodec.encode(Tables.route("two.example"))), List.of());

    @TempDir
    private static Path made;

    private static TestAuthority authority;
    private static TestAuthority other;
    private static Issued server;
    private static Issued client;

    @TempDir
    private Path folder;

    @BeforeAll
    static void issue() throws Exception {
        authority = TestAuthority.make(made, "authority");
        other = TestAuthority.make(made, "other");
        server = authority.issue("server", "dns:" + NAME);
        client = authority.issue("client", "dns:edge.sluice.svc");
    }

    @BeforeEach
    void mount() throws IOException {
        use(client);
        Files.copy(authority.certificate(), folder.resolve("ca.crt"));
    }

    @Test
    void aControlPlaneWithTheRightCertificateIsFollowed() throws Exception {
        try (ControlPlaneDouble controlPlane = serving(server);
                SyncFixture fixture = following(controlPlane)) {
            controlPlane.accept().hello();
            assertThat(fixture.gauge("sluice.sync.tls.expires.seconds")).isPositive();
        }
    }

    @Test
    void aControlPlaneThatNoKnownAuthorityVouchesForIsNot() throws Exception {
        refused(other.issue("foreign", "dns:" + NAME), "PKIX path");
    }

    @Test
    void aControlPlaneWhoseCertificateIsForAnotherNameIsNot() throws Exception {
        refused(
                authority.issue("misnamed", "dns:another.sluice.svc"),
                "No subject alternative DNS name matching " + NAME);
    }

    @Test
    void aControlPlaneWhoseCertificateHasEndedIsNot() throws Exception {
        refused(authority.issueExpired("expired", "dns:" + NAME), "PKIX path");
    }

    @Test
    void aReplicaThatIsToldByAddressMustHaveACertificateForTheSameName() throws Exception {
        try (ControlPlaneDouble first = serving(server);
                ControlPlaneDouble second = serving(authority.issue("second", "dns:" + NAME));
                SyncFixture fixture = following(first)) {
            ControlPlaneDouble.Stream stream = first.accept();
            stream.snapshot(FIRST, Tables.version(FIRST, 1));
            stream.ack();
            stream.replicas(second.address());
            stream.move(second.address());
            ControlPlaneDouble.Stream moved = second.accept();
            moved.snapshot(SECOND, Tables.version(SECOND, 2));
            moved.ack();
            assertThat(fixture.serves("two.example")).isTrue();
        }
    }

    @Test
    void certificatesAreExchangedWhileAStreamLivesAndTheNextConnectionUsesThem() throws Exception {
        try (ControlPlaneDouble before = serving(server);
                ControlPlaneDouble after = serving(other.issue("server-2", "dns:" + NAME), other);
                SyncFixture fixture = following(before)) {
            ControlPlaneDouble.Stream stream = before.accept();
            stream.snapshot(FIRST, Tables.version(FIRST, 1));
            stream.ack();
            use(other.issue("client-2", "dns:edge.sluice.svc"));
            Files.copy(other.certificate(), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> fixture.count("sluice.sync.tls.reloads", "outcome", "renewed") >= 1);
            stream.snapshot(SECOND, Tables.version(SECOND, 2)); // the stream from before goes on
            stream.ack();
            stream.replicas(after.address());
            stream.move(after.address());
            after.accept().hello();
        }
    }

    @Test
    void aBrokenFileKeepsTheOneBeforeInForce() throws Exception {
        try (ControlPlaneDouble controlPlane = serving(server);
                SyncFixture fixture = following(controlPlane)) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(FIRST, Tables.version(FIRST, 1));
            stream.ack();
            Files.writeString(folder.resolve("tls.key"), "no key");
            await().until(() -> fixture.count("sluice.sync.tls.reloads", "outcome", "broken") == 1);
            stream.end();
            controlPlane.accept().hello();
        }
    }

    @Test
    void aDataPlaneWhoseOwnCertificateHasEndedStartsAndServesWhatItHas() throws Exception {
        use(authority.issueExpired("ended", "dns:edge.sluice.svc"));
        try (ControlPlaneDouble controlPlane = serving(server);
                SyncFixture fixture = following(controlPlane)) {
            await().until(() -> fixture.serving.status().problem().isPresent());
            assertThat(fixture.gauge("sluice.sync.tls.expires.seconds")).isNegative();
        }
    }

    @Test
    void aMissingFileStopsTheStartByName() throws Exception {
        Files.delete(folder.resolve("tls.crt"));
        try (ControlPlaneDouble controlPlane = serving(server)) {
            assertThatThrownBy(() -> following(controlPlane).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sluice.data-plane.control-plane-tls: " + folder.resolve("tls.crt")
                            + ": there is no such file");
        }
    }

    private void refused(Issued issued, String why) throws Exception {
        try (ControlPlaneDouble controlPlane = serving(issued);
                SyncFixture fixture = following(controlPlane)) {
            await().until(() -> fixture.serving
                    .status()
                    .problem()
                    .filter(problem -> problem.contains(why))
                    .isPresent());
            assertThat(fixture.serving.status().connectedTo()).isEmpty();
        }
    }

    private SyncFixture following(ControlPlaneDouble controlPlane) throws Exception {
        ControlPlaneAddress named =
                new ControlPlaneAddress(NAME, controlPlane.address().port());
        return new SyncFixture(
                fixture -> {
                    fixture.now = Instant.now();
                    fixture.hosts = new SyncFixture.Hosts(Map.of(NAME, List.of("127.0.0.1")));
                    fixture.security = new ControlPlaneSecurity(
                            Optional.of(new TlsFiles(
                                    folder.resolve("tls.crt"), folder.resolve("tls.key"), folder.resolve("ca.crt"))),
                            Optional.empty(),
                            Duration.ofMillis(100),
                            false);
                },
                named);
    }

    private void use(Issued issued) throws IOException {
        Files.copy(issued.certificate(), folder.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.key(), folder.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static ControlPlaneDouble serving(Issued issued) throws Exception {
        return serving(issued, authority);
    }

    private static ControlPlaneDouble serving(Issued issued, TestAuthority believed) throws Exception {
        try (MutualTls tls = MutualTls.server(
                issued.believing(believed.certificate()),
                Duration.ofHours(1),
                InstantSource.system(),
                new NoReloads())) {
            return ControlPlaneDouble.start(builder -> builder.sslContext(tls.context()));
        }
    }

    private static final class NoReloads implements MutualTls.Observer {
        @Override
        public void renewed(Credentials credentials) {
            throw new AssertionError("nothing changes");
        }

        @Override
        public void broken(String reason) {
            throw new AssertionError(reason);
        }
    }
}
