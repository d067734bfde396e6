package dev.sluice.sync;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.key.Version;
import dev.sluice.sync.SyncStatus.Origin;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Drain;
import dev.sluice.wire.v1.Envelope;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Hello;
import dev.sluice.wire.v1.Nack;
import dev.sluice.wire.v1.Served;
import dev.sluice.wire.v1.Update;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a control plane on a real socket. */
@Timeout(60)
final class ConfigClientTest {
    private static final EncodedTable FIRST = Tables.host("one.example");
    private static final EncodedTable SECOND =
            FIRST.apply(List.of(WireCodec.encode(Tables.route("two.example"))), List.of());

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
    void helloSaysWhoComesAndThatNothingIsServed() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            Hello hello = controlPlane.accept().hello();
            assertThat(hello.getNode()).isEqualTo("node-1");
            assertThat(hello.getFleet()).isEqualTo("default");
            assertThat(hello.getZone()).isEqualTo("zone-a");
            assertThat(hello.getEngine()).isEqualTo("netty");
            assertThat(hello.getProtocol()).isEqualTo(1);
            assertThat(hello.getCapabilitiesList()).containsExactly("http-routes");
            assertThat(hello.hasServing()).isFalse();
            assertThat(fixture.serving.status().origin()).isEqualTo(Origin.NOTHING);
        }
    }

    @Test
    void aSnapshotIsServedBeforeItIsAcknowledged() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            Version to = Tables.version(FIRST, 1);
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(FIRST, to);
            Ack ack = stream.ack();
            assertThat(WireCodec.fromWire(ack.getVersion())).isEqualTo(to);
            assertThat(ack.getRefusedList()).isEmpty();
            assertThat(fixture.serves("one.example")).isTrue();
            assertThat(fixture.serving.current().version()).isEqualTo(to);
            assertThat(fixture.serving.status().origin()).isEqualTo(Origin.CONTROL_PLANE);
            assertThat(fixture.count("sluice.sync.updates", "outcome", "applied"))
                    .isEqualTo(1);
            assertThat(fixture.gauge("sluice.config.resources")).isEqualTo(4);
        }
    }

    @Test
    void aDeltaChangesOnlyWhatItNames() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = first(fixture);
            stream.delta(FIRST, Tables.version(FIRST, 1), SECOND, Tables.version(SECOND, 2));
            stream.ack();
            assertThat(fixture.serves("one.example")).isTrue();
            assertThat(fixture.serves("two.example")).isTrue();
            stream.delta(SECOND, Tables.version(SECOND, 2), FIRST, Tables.version(FIRST, 3));
            stream.ack();
            assertThat(fixture.serves("two.example")).isFalse();
        }
    }

    @Test
    void anUpdateInPartsIsVisibleAfterItsLastPart() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            Version to = Tables.version(SECOND, 1);
            List<Update> parts = ControlPlaneDouble.Stream.parts(SECOND, to, 1);
            assertThat(parts).hasSize(SECOND.size());
            parts.subList(0, parts.size() - 1).forEach(stream::send);
            assertThat(answerTo(stream, explain("/")).hasExplained()).isTrue(); // so all parts before it were read
            assertThat(fixture.serving.current().version()).isEqualTo(Version.NONE);
            stream.send(parts.get(parts.size() - 1));
            assertThat(WireCodec.fromWire(stream.ack().getVersion())).isEqualTo(to);
            assertThat(fixture.serves("two.example")).isTrue();
        }
    }

    @Test
    void aDeltaOnAnotherBaseIsRefusedAndASnapshotMendsIt() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.delta(FIRST, Tables.version(FIRST, 1), SECOND, Tables.version(SECOND, 2));
            Nack nack = stream.nack();
            assertThat(nack.getCause()).isEqualTo(Nack.Cause.CAUSE_WRONG_BASE);
            assertThat(WireCodec.fromWire(nack.getOffered())).isEqualTo(Tables.version(SECOND, 2));
            stream.snapshot(SECOND, Tables.version(SECOND, 2));
            stream.ack();
            assertThat(fixture.serves("two.example")).isTrue();
            assertThat(fixture.count("sluice.sync.nacks", "cause", "wrong-base"))
                    .isEqualTo(1);
        }
    }

    @Test
    void bytesThatAreNotThoseOfTheVersionAreNotServed() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = first(fixture);
            stream.snapshot(SECOND, Tables.version(Digest.EMPTY, 2));
            assertThat(stream.nack().getCause()).isEqualTo(Nack.Cause.CAUSE_DIGEST_MISMATCH);
            assertThat(fixture.serves("one.example")).isTrue();
            assertThat(fixture.serves("two.example")).isFalse();
        }
    }

    @Test
    void whatCannotBeReadIsRefusedAndTheStreamGoesOn() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = first(fixture);
            dev.sluice.wire.v1.Version to = WireCodec.toWire(Tables.version(SECOND, 2));
            stream.send(Update.newBuilder()
                    .setTo(to)
                    .setPart(1)
                    .setParts(1)
                    .addUpserts(Envelope.getDefaultInstance())
                    .build());
            assertThat(stream.nack().getCause()).isEqualTo(Nack.Cause.CAUSE_UNDECODABLE);
            stream.send(Update.newBuilder().setTo(to).setPart(1).setParts(0).build());
            assertThat(stream.nack().getCause()).isEqualTo(Nack.Cause.CAUSE_UNDECODABLE);
            stream.send(Update.getDefaultInstance());
            assertThat(stream.nack().hasOffered()).isFalse();
            assertThat(fixture.serves("one.example")).isTrue();
            stream.snapshot(SECOND, Tables.version(SECOND, 2));
            stream.ack();
            assertThat(fixture.serves("two.example")).isTrue();
        }
    }

    @Test
    void aTransactionBeyondTheBoundsIsRefused() throws Exception {
        try (SyncFixture fixture = new SyncFixture(
                f -> f.bounds = new dev.sluice.wire.UpdateAssembler.Bounds(3, 1 << 20), controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(FIRST, Tables.version(FIRST, 1));
            Nack nack = stream.nack();
            assertThat(nack.getCause()).isEqualTo(Nack.Cause.CAUSE_UNDECODABLE);
            assertThat(nack.getDetail()).contains("more than 3 resources");
            assertThat(fixture.serving.status().origin()).isEqualTo(Origin.NOTHING);
        }
    }

    @Test
    void aResourceOfALaterVersionIsRefusedAloneAndStaysNamedInEveryAck() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            EncodedTable table = FIRST.apply(List.of(Tables.fromTheFuture("future.example")), List.of());
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            stream.snapshot(table, Tables.version(table, 1));
            Ack ack = stream.ack();
            assertThat(ack.getRefusedList()).singleElement().satisfies(refused -> {
                assertThat(refused.getKey().getId()).isEqualTo("future.example");
                assertThat(refused.getReason()).contains("111");
                assertThat(refused.getServingLastForm()).isFalse();
            });
            assertThat(fixture.serves("one.example")).isTrue();
            assertThat(fixture.gauge("sluice.config.refused")).isEqualTo(1);
            EncodedTable more = table.apply(List.of(WireCodec.encode(Tables.route("two.example"))), List.of());
            stream.delta(table, Tables.version(table, 1), more, Tables.version(more, 2));
            assertThat(stream.ack().getRefusedCount()).isEqualTo(1);
            EncodedTable mended = more.apply(List.of(), List.of(Tables.key("future.example")));
            stream.delta(more, Tables.version(more, 2), mended, Tables.version(mended, 3));
            assertThat(stream.ack().getRefusedCount()).isZero();
        }
    }

    @Test
    void aRefusedChangeLeavesTheLastFormInForce() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = first(fixture);
            EncodedTable changed = FIRST.apply(List.of(Tables.fromTheFuture("one.example")), List.of());
            stream.delta(FIRST, Tables.version(FIRST, 1), changed, Tables.version(changed, 2));
            assertThat(stream.ack().getRefused(0).getServingLastForm()).isTrue();
            assertThat(fixture.serves("one.example")).isTrue();
        }
    }

    @Test
    void anOlderStateIsNotAppliedAndAfterAWhileTheNextReplicaIsAsked() throws Exception {
        try (ControlPlaneDouble behind = ControlPlaneDouble.start();
                SyncFixture fixture = new SyncFixture(
                        f -> f.patience = Duration.ofMillis(500), controlPlane.address(), behind.address())) {
            first(fixture, 5).end();
            ControlPlaneDouble.Stream second = behind.accept();
            assertThat(WireCodec.fromWire(second.hello().getServing())).isEqualTo(Tables.version(FIRST, 5));
            second.snapshot(SECOND, Tables.version(SECOND, 4));
            Ack ack = second.ack();
            assertThat(ack.getOlder()).isTrue();
            assertThat(WireCodec.fromWire(ack.getVersion())).isEqualTo(Tables.version(FIRST, 5));
            assertThat(fixture.serves("two.example")).isFalse();
            assertThat(second.awaitEnd()).isNotEqualTo("still open");
            ControlPlaneDouble.Stream third = controlPlane.accept();
            third.snapshot(SECOND, Tables.version(SECOND, 6));
            third.ack();
            assertThat(fixture.serves("two.example")).isTrue();
        }
    }

    @Test
    void aReplicaThatCatchesUpInTimeIsNotLeft() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = first(fixture, 5);
            stream.snapshot(SECOND, Tables.version(SECOND, 4));
            assertThat(stream.ack().getOlder()).isTrue();
            stream.snapshot(SECOND, Tables.version(SECOND, 6));
            assertThat(stream.ack().getOlder()).isFalse();
            assertThat(fixture.serves("two.example")).isTrue();
        }
    }

    @Test
    void theSameContentByOtherNumbersIsAcknowledgedAndNeverLowersWhatIsRemembered() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = first(fixture, 5);
            stream.snapshot(FIRST, Tables.version(FIRST, 3));
            assertThat(WireCodec.fromWire(stream.ack().getVersion())).isEqualTo(Tables.version(FIRST, 5));
            stream.snapshot(FIRST, Tables.version(FIRST, 7));
            assertThat(WireCodec.fromWire(stream.ack().getVersion())).isEqualTo(Tables.version(FIRST, 7));
            assertThat(fixture.count("sluice.sync.updates", "outcome", "same")).isEqualTo(2);
        }
    }

    @Test
    void whenTheControlPlaneDiesItsStateIsServedOnAndItIsFoundAgain() throws Exception {
        int port = controlPlane.port();
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            first(fixture);
            controlPlane.close();
            assertThat(fixture.serves("one.example")).isTrue();
            controlPlane = ControlPlaneDouble.startOn(port);
            ControlPlaneDouble.Stream again = controlPlane.accept();
            assertThat(WireCodec.fromWire(again.hello().getServing())).isEqualTo(Tables.version(FIRST, 1));
            again.delta(FIRST, Tables.version(FIRST, 1), SECOND, Tables.version(SECOND, 2));
            again.ack();
            assertThat(fixture.serves("two.example")).isTrue();
        }
    }

    @Test
    void whatWasServedSinceWhenIsToldToWhoeverIsFollowedNext() throws Exception {
        try (ControlPlaneDouble other = ControlPlaneDouble.start();
                SyncFixture fixture = new SyncFixture(controlPlane.address(), other.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            assertThat(stream.hello().getServedList())
                    .singleElement()
                    .matches(served -> !served.hasVersion(), "no state so far");
            stream.snapshot(FIRST, Tables.version(FIRST, 1));
            stream.ack();
            stream.delta(FIRST, Tables.version(FIRST, 1), SECOND, Tables.version(SECOND, 2));
            stream.ack();
            stream.snapshot(SECOND, Tables.version(SECOND, 3));
            stream.ack();
            controlPlane.close();
            Hello hello = other.accept().hello();
            List<Served> served = hello.getServedList();
            assertThat(served.getFirst().getVersion()).isEqualTo(hello.getServing());
            assertThat(served.stream().map(Served::getVersion))
                    .containsExactly(
                            WireCodec.toWire(Tables.version(SECOND, 3)),
                            WireCodec.toWire(Tables.version(SECOND, 2)),
                            WireCodec.toWire(Tables.version(FIRST, 1)),
                            dev.sluice.wire.v1.Version.getDefaultInstance());
            assertThat(served.stream().map(Served::getMilliseconds)).isSorted().allMatch(age -> age >= 0);
        }
    }

    @Test
    void theNextControlPlaneTakesOverFromOneThatDies() throws Exception {
        try (ControlPlaneDouble other = ControlPlaneDouble.start();
                SyncFixture fixture = new SyncFixture(controlPlane.address(), other.address())) {
            first(fixture);
            controlPlane.close();
            ControlPlaneDouble.Stream stream = other.accept();
            stream.hello();
            stream.delta(FIRST, Tables.version(FIRST, 1), SECOND, Tables.version(SECOND, 2));
            stream.ack();
            assertThat(fixture.serves("two.example")).isTrue();
        }
    }

    @Test
    void aControlPlaneWithoutAStateIsLeftForOneThatMayHaveOne() throws Exception {
        try (ControlPlaneDouble other = ControlPlaneDouble.start();
                SyncFixture fixture = new SyncFixture(
                        f -> f.patience = Duration.ofMillis(100), controlPlane.address(), other.address())) {
            controlPlane.accept().hello();
            ControlPlaneDouble.Stream stream = other.accept();
            stream.snapshot(FIRST, Tables.version(FIRST, 1));
            stream.ack();
            assertThat(fixture.serves("one.example")).isTrue();
        }
    }

    @Test
    void commandsAreCarriedOutAndAnswered() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            assertThat(answerTo(stream, explain("/x")).getExplained().getRoute())
                    .isEqualTo("one.example");
            assertThat(answerTo(stream, explain("")).getFailed()).contains("expected one that begins with /");
            Command drain = Command.newBuilder()
                    .setId(9)
                    .setDrain(Drain.getDefaultInstance())
                    .build();
            assertThat(answerTo(stream, drain).hasDrained()).isTrue();
            assertThat(fixture.drains.poll(10, SECONDS)).isEqualTo("drain");
            Command unknown = Command.newBuilder().setId(10).build();
            assertThat(answerTo(stream, unknown).getFailed()).contains("does not know");
        }
    }

    @Test
    void healthIsToldWhenItChanges() throws Exception {
        try (SyncFixture fixture = new SyncFixture(controlPlane.address())) {
            ControlPlaneDouble.Stream stream = controlPlane.accept();
            assertThat(stream.next(FromDataPlane::hasHealth, FromDataPlane::getHealth)
                            .getReady())
                    .isTrue();
            fixture.ready = false;
            fixture.healthChanged();
            stream.next(message -> message.hasHealth() && !message.getHealth().getReady(), FromDataPlane::getHealth);
        }
    }

    private ControlPlaneDouble.Stream first(SyncFixture fixture) throws Exception {
        return first(fixture, 1);
    }

    private ControlPlaneDouble.Stream first(SyncFixture fixture, long freshness) throws Exception {
        ControlPlaneDouble.Stream stream = controlPlane.accept();
        stream.snapshot(FIRST, Tables.version(FIRST, freshness));
        stream.ack();
        assertThat(fixture.serves("one.example")).isTrue();
        return stream;
    }

    private static Command explain(String path) {
        return Command.newBuilder()
                .setId(7)
                .setExplain(Explain.newBuilder().setHost("one.example").setPath(path))
                .build();
    }

    private static CommandResult answerTo(ControlPlaneDouble.Stream stream, Command command) throws Exception {
        stream.send(command);
        return stream.next(FromDataPlane::hasCommandResult, FromDataPlane::getCommandResult);
    }
}
