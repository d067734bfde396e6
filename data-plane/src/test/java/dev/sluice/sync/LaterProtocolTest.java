package dev.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.UnknownKey;
import dev.sluice.key.Version;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.Route;
import dev.sluice.wire.v1.Update;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** This data plane, followed by nothing new, under a control plane of a later version: messages made by hand. */
@Timeout(60)
final class LaterProtocolTest {
    private static final EncodedTable KNOWN = Tables.host("one.example");
    private static final ResourceKey LATER_KEY = new UnknownKey(99, "later");
    private static final EncodedResource LATER =
            EncodedResource.of(LATER_KEY, ByteString.copyFromUtf8("bytes of a later version"));
    private static final EncodedTable TABLE = KNOWN.apply(List.of(LATER), List.of());
    private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(
                    4711,
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("later"))
                            .build())
            .build();

    @TempDir
    private Path folder;

    private ControlPlaneDouble controlPlane;

    @BeforeEach
    void start() throws Exception {
        controlPlane = ControlPlaneDouble.start();
    }

    @AfterEach
    void stop() throws Exception {
        controlPlane.close();
    }

    @Test
    void aKindThatIsNotKnownIsRefusedAloneAndCountsInTheDigest() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(TABLE, Tables.version(TABLE, 1));
            Ack ack = stream.ack();
            assertThat(WireCodec.fromWire(ack.getVersion())).isEqualTo(Tables.version(TABLE, 1));
            assertThat(ack.getRefusedList()).singleElement().satisfies(refused -> {
                assertThat(refused.getKey()).isEqualTo(WireCodec.toWire(LATER_KEY));
                assertThat(refused.getReason()).isEqualTo("kind 99 later: kind 99 is not known to this version");
                assertThat(refused.getServingLastForm()).isFalse();
            });
            assertThat(fixture.serves("one.example")).isTrue();
        }
    }

    @Test
    void itIsChangedAndRemovedLikeAnyOther() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(TABLE, Tables.version(TABLE, 1));
            stream.ack();
            EncodedTable changed = TABLE.apply(
                    List.of(EncodedResource.of(LATER_KEY, ByteString.copyFromUtf8("other bytes"))), List.of());
            stream.delta(TABLE, Tables.version(TABLE, 1), changed, Tables.version(changed, 2));
            assertThat(stream.ack().getRefusedCount()).isEqualTo(1);
            stream.delta(changed, Tables.version(changed, 2), KNOWN, Tables.version(KNOWN, 3));
            assertThat(stream.ack().getRefusedCount()).isZero();
            assertThat(fixture.gauge("sluice.config.refused")).isZero();
            assertThat(fixture.serves("one.example")).isTrue();
        }
    }

    @Test
    void aRouteThatNeedsItIsRefusedAndItsRequestsAreAnswered503() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            Route known = Route.parseFrom(
                    WireCodec.encode(Tables.route("two.example")).content());
            Route needing = known.toBuilder()
                    .setHttp(known.getHttp().toBuilder()
                            .setAction(known.getHttp().getAction().toBuilder().setUnknownFields(UNKNOWN)))
                    .build();
            EncodedTable table = TABLE.apply(
                    List.of(EncodedResource.of(Tables.key("two.example"), needing.toByteString())), List.of());
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(table, Tables.version(table, 1));
            assertThat(stream.ack().getRefusedList())
                    .extracting(refused -> refused.getKey().getId())
                    .containsExactly("two.example", "later");
            assertThat(fixture.serves("one.example")).isTrue();
            assertThat(fixture.refuses("two.example")).isTrue();
        }
    }

    @Test
    void fieldsMessagesAndNamesOfALaterStreamArePassedOver() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.send(
                    FromControlPlane.newBuilder().setUnknownFields(UNKNOWN).build()); // a message of a later version
            Version to = Tables.version(KNOWN, 1);
            Update update = ControlPlaneDouble.Stream.parts(KNOWN, to, 1 << 20).get(0).toBuilder()
                    .setTo(WireCodec.toWire(to).toBuilder().setUnknownFields(UNKNOWN))
                    .setUnknownFields(UNKNOWN)
                    .build();
            stream.send(FromControlPlane.newBuilder()
                    .setUpdate(update)
                    .setUnknownFields(UNKNOWN)
                    .build());
            assertThat(WireCodec.fromWire(stream.ack().getVersion())).isEqualTo(to);
            assertThat(fixture.serves("one.example")).isTrue();
        }
    }

    @Test
    void afterARestartFromDiskTheRestIsServedAndTheDigestTellsWhatIsMissing() throws Exception {
        try (SyncFixture fixture = new SyncFixture(f -> f.folder = Optional.of(folder), controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(TABLE, Tables.version(TABLE, 1));
            stream.ack();
            assertThat(fixture.serves("one.example")).isTrue();
        }
        try (SyncFixture fixture = new SyncFixture(f -> f.folder = Optional.of(folder), controlPlane.address())) {
            assertThat(fixture.loaded.origin()).isEqualTo(SyncStatus.Origin.DISK);
            assertThat(fixture.serves("one.example")).isTrue();
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            assertThat(WireCodec.fromWire(stream.hello().getServing()).digest()).isEqualTo(KNOWN.digest());
            stream.snapshot(TABLE, Tables.version(TABLE, 1));
            assertThat(stream.ack().getRefusedCount()).isEqualTo(1);
        }
    }
}
