package dev.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.SecretBytes;
import dev.sluice.sync.SyncStatus.Origin;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that ends and starts again, on real files and sockets. */
@Timeout(60)
final class LastGoodStateTest {
    private static final EncodedTable TABLE = Tables.host("one.example");
    private static final Version VERSION = Tables.version(TABLE, 5);
    private static final Map<String, String> KEY =
            Map.of("SLUICE_STATE_KEY", Base64.getEncoder().encodeToString(new byte[32]));

    @TempDir
    private Path folder;

    @Test
    void aRestartServesWhatWasServedWithoutAnyControlPlane() throws Exception {
        ControlPlaneAddress gone = serveOnce(TABLE, VERSION);
        try (SyncFixture again = restart(gone, Duration.ofHours(1))) {
            assertThat(again.loaded.origin()).isEqualTo(Origin.DISK);
            assertThat(again.loaded.version()).isEqualTo(VERSION);
            assertThat(again.serves("one.example")).isTrue();
            assertThat(again.gauge("sluice.config.age.seconds")).isEqualTo(3600);
        }
    }

    @Test
    void aStateFromDiskIsSaidInHelloSoThatADifferenceFollows() throws Exception {
        ControlPlaneAddress address = serveOnce(TABLE, VERSION);
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.startOn(address.port());
                SyncFixture again = restart(address, Duration.ZERO)) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            assertThat(WireCodec.fromWire(stream.hello().getServing())).isEqualTo(VERSION);
            EncodedTable next = TABLE.apply(List.of(WireCodec.encode(Tables.route("two.example"))), List.of());
            stream.delta(TABLE, VERSION, next, Tables.version(next, 6));
            stream.ack();
            assertThat(again.serves("two.example")).isTrue();
            assertThat(again.serving.status().origin()).isEqualTo(Origin.CONTROL_PLANE);
        }
    }

    @Test
    void aStateFromDiskKeepsAReplicaThatLagsFromGoingBack() throws Exception {
        ControlPlaneAddress address = serveOnce(TABLE, VERSION);
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.startOn(address.port());
                SyncFixture again = restart(address, Duration.ZERO)) {
            EncodedTable older = Tables.host("old.example");
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(older, Tables.version(older, 4));
            assertThat(stream.ack().getOlder()).isTrue();
            assertThat(again.serves("one.example")).isTrue();
        }
    }

    @Test
    void aStaleStateIsServedAndKnownToBeStale() throws Exception {
        ControlPlaneAddress gone = serveOnce(TABLE, VERSION);
        try (SyncFixture again = restart(gone, Duration.ofHours(25))) {
            assertThat(again.loaded.origin()).isEqualTo(Origin.STALE_DISK);
            assertThat(again.serves("one.example")).isTrue();
        }
    }

    @Test
    void theControlPlaneConfirmsAStateFromDisk() throws Exception {
        ControlPlaneAddress address = serveOnce(TABLE, VERSION);
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.startOn(address.port());
                SyncFixture again = restart(address, Duration.ofHours(25))) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(TABLE, VERSION);
            stream.ack();
            assertThat(again.serving.status().origin()).isEqualTo(Origin.CONTROL_PLANE);
            assertThat(again.gauge("sluice.config.age.seconds")).isZero();
        }
    }

    @Test
    void secretsAreNotOnDiskAndTheStateIsThenNamedByWhatIsThere() throws Exception {
        EncodedTable withSecret = TABLE.apply(List.of(WireCodec.encode(certificate())), List.of());
        ControlPlaneAddress address = serveOnce(withSecret, Tables.version(withSecret, 5));
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain("top secret");
        try (SyncFixture again = restart(address, Duration.ZERO)) {
            assertThat(again.loaded.version()).isEqualTo(VERSION); // the digest of the rest
            assertThat(again.serves("one.example")).isTrue();
        }
    }

    @Test
    void withAKeyTheWholeStateComesBackUnderItsOwnVersion() throws Exception {
        EncodedTable withSecret = TABLE.apply(List.of(WireCodec.encode(certificate())), List.of());
        ControlPlaneAddress address = serveOnce(withSecret, Tables.version(withSecret, 5), KEY);
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain("top secret");
        try (SyncFixture again = restart(address, Duration.ZERO, KEY)) {
            assertThat(again.loaded.version()).isEqualTo(Tables.version(withSecret, 5));
            assertThat(again.loaded.table()).isEqualTo(withSecret);
            assertThat(again.loaded.compiled().awaited()).isEmpty();
        }
    }

    @Test
    void whatADiskDoesNotGiveAwayIsNoLongerAwaitedWhenAControlPlaneHasItNoMore() throws Exception {
        EncodedTable withSecret = TABLE.apply(List.of(WireCodec.encode(certificate())), List.of());
        ControlPlaneAddress address = serveOnce(withSecret, Tables.version(withSecret, 5));
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.startOn(address.port());
                SyncFixture again = restart(address, Duration.ZERO)) {
            assertThat(again.loaded.compiled().awaited())
                    .containsExactly(certificate().key());
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(TABLE, Tables.version(TABLE, 6)); // the same as is held: the Secret was deleted meanwhile
            stream.ack();
            assertThat(again.serving.status().compiled().awaited()).isEmpty();
            assertThat(again.serving.status().version()).isEqualTo(Tables.version(TABLE, 6));
        }
    }

    private static Certificate certificate() {
        return new Certificate(
                new CertificateKey("default/tls"),
                "-----BEGIN CERTIFICATE-----",
                SecretBytes.of("top secret".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aDamagedFileIsIgnoredNamedAndCounted() throws Exception {
        ControlPlaneAddress gone = serveOnce(TABLE, VERSION);
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(), bytes);
        try (SyncFixture again = restart(gone, Duration.ZERO)) {
            assertThat(again.loaded.origin()).isEqualTo(Origin.NOTHING);
            assertThat(again.loaded.version().digest()).isEqualTo(Digest.EMPTY);
            assertThat(again.loaded.problem().orElse("")).contains(file().toString(), "damaged");
            assertThat(again.count("sluice.last.good.state", "outcome", "ignored"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToHurtsNothingElse() throws Exception {
        Path file = Files.writeString(folder.resolve("no-folder"), "");
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.start();
                SyncFixture fixture =
                        new SyncFixture(f -> f.folder = Optional.of(file.resolve("below")), controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(TABLE, VERSION);
            stream.ack();
            assertThat(fixture.serves("one.example")).isTrue();
        }
    }

    /** A first life, in which a control plane sends the table and then goes. */
    private ControlPlaneAddress serveOnce(EncodedTable table, Version version) throws Exception {
        return serveOnce(table, version, Map.of());
    }

    private ControlPlaneAddress serveOnce(EncodedTable table, Version version, Map<String, String> environment)
            throws Exception {
        try (ControlPlaneDouble controlPlane = ControlPlaneDouble.start();
                SyncFixture fixture = new SyncFixture(
                        f -> {
                            f.folder = Optional.of(folder);
                            f.environment = environment;
                        },
                        controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(table, version);
            stream.ack();
            assertThat(fixture.loaded.origin()).isEqualTo(Origin.NOTHING);
            return controlPlane.address();
        }
    }

    private SyncFixture restart(ControlPlaneAddress address, Duration later) throws Exception {
        return restart(address, later, Map.of());
    }

    private SyncFixture restart(ControlPlaneAddress address, Duration later, Map<String, String> environment)
            throws Exception {
        return new SyncFixture(
                f -> {
                    f.folder = Optional.of(folder);
                    f.environment = environment;
                    f.now = f.now.plus(later);
                },
                address);
    }

    private Path file() {
        return folder.resolve("default.1.state");
    }
}
