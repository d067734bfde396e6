package dev.sluice.sync.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKind;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real files. */
final class StateFolderTest {
    private static final StateOwner OWNER = new StateOwner("prod", new FleetName("edge"));
    private static final Instant CONFIRMED = Instant.parse("2026-01-01T12:00:00Z");
    private static final EncodedTable TABLE = EncodedTable.EMPTY.apply(
            List.of(resource(ResourceKind.UPSTREAM, "u"), resource(ResourceKind.ROUTE, "r")), List.of());
    private static final StateImage IMAGE = new StateImage(OWNER, CONFIRMED, version(TABLE), TABLE);

    @TempDir
    private Path root;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        StateFolder folder = folder();
        folder.write(IMAGE);
        assertThat(folder.load(OWNER)).isEqualTo(new Loaded.Found(IMAGE));
        assertThat(files()).containsExactly("prod.edge.1.state");
    }

    @Test
    void onlyItsOwnerMayReadAState() throws IOException {
        Files.writeString(root.resolve("prod.edge.1.state.tmp"), "left by one that was killed, readable by all");
        folder().write(IMAGE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place())))
                .isEqualTo("rw-------");
        folder().write(IMAGE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place())))
                .isEqualTo("rw-------");
    }

    @Test
    void aFirstStartFindsNothing() {
        assertThat(folder().load(OWNER)).isEqualTo(new Loaded.Nothing());
    }

    @Test
    void aLaterStateReplacesTheOneBefore() throws IOException {
        StateFolder folder = folder();
        folder.write(IMAGE);
        StateImage later =
                new StateImage(OWNER, CONFIRMED.plusSeconds(9), version(EncodedTable.EMPTY), EncodedTable.EMPTY);
        folder.write(later);
        assertThat(folder.load(OWNER)).isEqualTo(new Loaded.Found(later));
    }

    @Test
    void resourcesThatCarrySecretsAreNotWrittenWithoutAKey() throws IOException {
        EncodedTable secrets = TABLE.apply(
                List.of(
                        resource(ResourceKind.CERTIFICATE, "certificate"),
                        resource(ResourceKind.CREDENTIAL, "credential"),
                        resource(ResourceKind.TICKET_KEYS, "tickets")),
                List.of());
        folder().write(new StateImage(OWNER, CONFIRMED, version(secrets), secrets));
        assertThat(new String(Files.readAllBytes(place()), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("content of certificate", "content of credential", "content of tickets");
        assertThat(folder().load(OWNER)).isInstanceOfSatisfying(Loaded.Found.class, found -> {
            assertThat(found.image().table()).isEqualTo(TABLE);
            assertThat(found.image().version()).isEqualTo(version(secrets));
            assertThat(found.image().withheld().keys())
                    .containsExactlyInAnyOrder(
                            ResourceKey.of(ResourceKind.CERTIFICATE, "certificate"),
                            ResourceKey.of(ResourceKind.CREDENTIAL, "credential"),
                            ResourceKey.of(ResourceKind.TICKET_KEYS, "tickets"));
            assertThat(found.image().withheld().why()).contains("SLUICE_STATE_KEY was not set");
        });
    }

    @Test
    void whatIsNotUnderstoodMayCarryASecretAndIsNotWrittenWithoutAKey() throws IOException {
        EncodedResource later = EncodedResource.of(
                new ResourceKey.UnknownKey(99, "later"), ByteString.copyFromUtf8("content of later"));
        EncodedTable table = TABLE.apply(List.of(later), List.of());
        folder().write(new StateImage(OWNER, CONFIRMED, version(table), table));
        assertThat(new String(Files.readAllBytes(place()), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("content of later");
        assertThat(folder().load(OWNER))
                .isInstanceOfSatisfying(
                        Loaded.Found.class,
                        found -> assertThat(found.image().table()).isEqualTo(TABLE));
    }

    /** As after going back to an earlier version of Sluice, which cannot know which kinds the later one wrote. */
    @Test
    void aFileThatALaterVersionWroteIsReadWithTheKindThatIsNotKnown() throws Exception {
        EncodedResource later = EncodedResource.of(
                new ResourceKey.UnknownKey(99, "later"), ByteString.copyFromUtf8("content of later"));
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(bytes)) {
            data.writeUTF("SLUICE-STATE");
            data.writeInt(1);
            data.writeUTF(OWNER.cluster());
            data.writeUTF(OWNER.fleet().value());
            data.writeUTF("source");
            data.writeLong(CONFIRMED.toEpochMilli());
            WireCodec.toWire(version(TABLE)).writeDelimitedTo(data);
            data.writeInt(TABLE.size() + 1);
            for (EncodedResource resource : TABLE.values()) {
                WireCodec.toWire(resource).writeDelimitedTo(data);
            }
            WireCodec.toWire(later).writeDelimitedTo(data);
            data.write(sha.digest(bytes.toByteArray()));
        }
        Files.createDirectories(place().getParent());
        Files.write(place(), bytes.toByteArray());
        assertThat(folder().load(OWNER))
                .isInstanceOfSatisfying(
                        Loaded.Found.class,
                        found -> assertThat(found.image().table()).isEqualTo(TABLE.apply(List.of(later), List.of())));
    }

    @Test
    void aFileThatEndsEarlyIsIgnoredWhereverItEnds() throws IOException {
        byte[] whole = written();
        for (int length = 0; length < whole.length; length++) {
            Files.write(place(), Arrays.copyOf(whole, length));
            assertThat(folder().load(OWNER))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(Loaded.Ignored.class);
        }
    }

    @Test
    void aFileWithOneBitTurnedIsIgnoredWhicheverItIs() throws IOException {
        byte[] whole = written();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(place(), damaged);
            assertThat(folder().load(OWNER)).as("bit %d", bit).isInstanceOf(Loaded.Ignored.class);
        }
    }

    @Test
    void aFileWithSomethingBehindItIsIgnored() throws IOException {
        byte[] whole = written();
        Files.write(place(), Arrays.copyOf(whole, whole.length + 1));
        assertThat(folder().load(OWNER)).isInstanceOf(Loaded.Ignored.class);
    }

    @Test
    void anIgnoredFileIsNamedAndSetAside() throws IOException {
        Files.writeString(place(), "something else altogether, longer than a checksum");
        assertThat(folder().load(OWNER))
                .isInstanceOfSatisfying(
                        Loaded.Ignored.class,
                        ignored -> assertThat(ignored.reason())
                                .contains("prod.edge.1.state: damaged")
                                .endsWith("renamed to prod.edge.1.state.ignored"));
        assertThat(files()).containsExactly("prod.edge.1.state.ignored");
        folder().write(IMAGE);
        assertThat(folder().load(OWNER)).isInstanceOf(Loaded.Found.class);
    }

    @Test
    void theStateOfAnotherFleetIsIgnoredUnderWhateverName() throws IOException {
        StateOwner other = new StateOwner("prod", new FleetName("inner"));
        folder().write(new StateImage(other, CONFIRMED, version(TABLE), TABLE));
        assertThat(folder().load(OWNER)).isEqualTo(new Loaded.Nothing());
        Files.move(folder().place(other), place());
        assertThat(folder().load(OWNER))
                .isInstanceOfSatisfying(
                        Loaded.Ignored.class,
                        ignored -> assertThat(ignored.reason()).contains("foreign: fleet 'inner': expected 'edge'"));
    }

    @Test
    void theStateOfAnotherClusterIsIgnoredUnderWhateverName() throws IOException {
        StateOwner other = new StateOwner("", new FleetName("edge"));
        folder().write(new StateImage(other, CONFIRMED, version(TABLE), TABLE));
        assertThat(folder().load(OWNER)).isEqualTo(new Loaded.Nothing());
        Files.move(folder().place(other), place());
        assertThat(folder().load(OWNER))
                .isInstanceOfSatisfying(
                        Loaded.Ignored.class,
                        ignored -> assertThat(ignored.reason()).contains("foreign: cluster ''"));
    }

    @Test
    void whoDiesBetweenWritingAndRenamingLeavesTheStateBefore() throws IOException {
        byte[] whole = written();
        Path beside = root.resolve("prod.edge.1.state.tmp");
        Files.write(beside, Arrays.copyOf(whole, whole.length / 2));
        assertThat(folder().load(OWNER)).isEqualTo(new Loaded.Found(IMAGE));
        folder().write(IMAGE);
        assertThat(beside).doesNotExist();
    }

    @Test
    void aFileThatIsTooLongIsNotRead() throws IOException {
        written();
        assertThat(new StateFolder(root, 10, StateKeys.NONE).load(OWNER))
                .isInstanceOfSatisfying(
                        Loaded.Ignored.class,
                        ignored -> assertThat(ignored.reason()).contains("expected at most 10"));
    }

    @Test
    void aFolderThatCannotBeIsAnErrorAndNoMore() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        StateFolder folder = new StateFolder(file.resolve("below"), 1000, StateKeys.NONE);
        assertThatThrownBy(() -> folder.write(IMAGE)).isInstanceOf(IOException.class);
        assertThat(folder.load(OWNER)).isNotInstanceOf(Loaded.Found.class);
    }

    private byte[] written() throws IOException {
        folder().write(IMAGE);
        return Files.readAllBytes(place());
    }

    private StateFolder folder() {
        return new StateFolder(root, 1 << 20, StateKeys.NONE);
    }

    private Path place() {
        return folder().place(OWNER);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static EncodedResource resource(ResourceKind kind, String id) {
        return EncodedResource.of(ResourceKey.of(kind, id), ByteString.copyFromUtf8("content of " + id));
    }

    private static Version version(EncodedTable table) {
        Digest digest = table.digest();
        Freshness freshness = Freshness.NONE.with(new WatchKey(ObjectKind.INGRESS, "shop"), 42);
        return new Version(new Epoch("cluster-1", 3), 7, freshness, digest);
    }
}
