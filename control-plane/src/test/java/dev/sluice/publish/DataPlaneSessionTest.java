package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.ReplicaId;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.TableChange;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Drain;
import dev.sluice.wire.v1.Drained;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Nack;
import dev.sluice.wire.v1.Update;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DataPlaneSessionTest {
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LEAST = Duration.ofMillis(200);
    private static final StreamSettings STREAMS = new StreamSettings(
            1024, ACK_TIMEOUT, COMMAND_TIMEOUT, 1, new Backoff(LEAST, Duration.ofSeconds(1)), 100, 1000, 1);

    private static final Command DRAIN =
            Command.newBuilder().setDrain(Drain.getDefaultInstance()).build();

    private final Timing timing = new Timing();
    private final TestProbe<FromControlPlane> sent = timing.kit.createTestProbe(FromControlPlane.class);
    private final TestProbe<Status> ended = timing.kit.createTestProbe(Status.class);
    private final OpenStreams open = new OpenStreams();
    private int heard;
    private final ProbedStream stream = new ProbedStream(sent.ref(), ended.ref());
    private final Commands commands = new Commands(STREAMS, stream, timing.kit.system(), Runnable::run);
    private Snapshot newest = Snapshot.nothing(FleetName.DEFAULT, new Epoch("test", 1), STREAMS);
    private ActorRef<DataPlaneSession.Session> session =
            timing.kit.<DataPlaneSession.Session>createTestProbe().ref();

    @BeforeEach
    void open() {
        open(Version.NONE);
    }

    @AfterEach
    void stop() {
        timing.close();
    }

    @Test
    void whileOneTransactionIsUnansweredNothingElseIsSentAndThenTheNewest() {
        change("a");
        Update first = update();
        assertThat(first.hasFrom()).isFalse();
        change("b");
        change("c");
        nothingMore();
        ack(first);
        Update second = update();
        assertThat(second.getFrom()).isEqualTo(first.getTo());
        assertThat(second.getTo()).isEqualTo(WireCodec.toWire(newest.version()));
        assertThat(second.getUpsertsCount()).isEqualTo(2);
        ack(second);
        nothingMore();
        assertThat(view().delivery()).isEqualTo(Delivery.CURRENT);
    }

    @Test
    void partsWaitForTheStream() {
        stream.ready(false);
        change("a");
        nothingMore();
        stream.ready(true);
        session.tell(new DataPlaneSession.Writable());
        assertThat(update().getPart()).isEqualTo(1);
    }

    @Test
    void aNackIsAnsweredWithEverythingAtOnceAndThenMoreAndMoreSlowly() {
        change("a");
        ack(update());
        change("b");
        Update difference = update();
        assertThat(difference.hasFrom()).isTrue();
        nack(difference);
        settle();
        timing.pass(Duration.ZERO);
        Update whole = update();
        assertThat(whole.hasFrom()).isFalse();
        assertThat(whole.getUpsertsCount()).isEqualTo(2);
        nack(whole);
        nothingMore();
        timing.pass(LEAST.minusMillis(1));
        nothingMore();
        timing.pass(Duration.ofMillis(1));
        Update again = update();
        assertThat(again.hasFrom()).isFalse();
        assertThat(view().nacks()).isEqualTo(2);
        ack(again);
        change("c");
        assertThat(update().hasFrom()).isTrue();
    }

    @Test
    void aDataPlaneThatDoesNotAnswerIsSaidToLagAndIsSentNothingMore() {
        change("a");
        Update first = update();
        timing.pass(ACK_TIMEOUT);
        change("b");
        nothingMore();
        assertThat(view().delivery()).isEqualTo(Delivery.LAGGING);
        ack(first);
        update();
    }

    @Test
    void aDataPlaneThatIsAheadIsNotSentTheSameAgain() {
        change("a");
        Update first = update();
        Version newer = new Version(newest.version().epoch(), 0, Freshness.NONE, new Digest(1, 2, 3, 4));
        heard(FromDataPlane.newBuilder()
                .setAck(Ack.newBuilder().setVersion(WireCodec.toWire(newer)).setOlder(true)));
        nothingMore();
        assertThat(view().delivery()).isEqualTo(Delivery.AHEAD);
        assertThat(view().serving()).isEqualTo(newer);
        assertThat(first.hasFrom()).isFalse();
        change("b");
        assertThat(update().hasFrom()).isFalse();
    }

    @Test
    void anAckOfSomethingElseCountsForNothing() {
        change("a");
        Update first = update();
        heard(FromDataPlane.newBuilder().setAck(Ack.newBuilder().setVersion(WireCodec.toWire(Version.NONE))));
        change("b");
        nothingMore();
        ack(first);
        update();
    }

    @Test
    void everyMessageThatWasHeardLetsTheNextOneComeAndNoMore() {
        settle();
        heard(FromDataPlane.newBuilder());
        settle();
        assertThat(stream.requested()).isEqualTo(heard);
    }

    @Test
    void aCommandIsAnsweredOrFailsInTime() throws Exception {
        CompletionStage<CommandResult> explained = commands.ask(Command.newBuilder()
                .setExplain(Explain.newBuilder().setHost("web.example"))
                .build());
        Command asked = sent.receiveMessage().getCommand();
        assertThat(asked.getExplain().getHost()).isEqualTo("web.example");
        heard(FromDataPlane.newBuilder()
                .setCommandResult(CommandResult.newBuilder()
                        .setId(asked.getId())
                        .setExplained(Explained.newBuilder().setOutcome("forward"))));
        assertThat(result(explained).getExplained().getOutcome()).isEqualTo("forward");

        CompletionStage<CommandResult> first = commands.ask(DRAIN);
        sent.receiveMessage();
        assertThat(result(commands.ask(DRAIN)).getFailed()).isEqualTo("1 commands already wait for this data plane");
        timing.pass(COMMAND_TIMEOUT);
        assertThat(result(first).getFailed()).isEqualTo("no answer within 5000 ms");
        assertThat(commands.waiting()).isZero();
    }

    @Test
    void whatFollowsAnAnswerRunsWhereAnswersAreMadeAndNotWhereTheyAreRead() {
        Deque<Runnable> making = new ArrayDeque<>();
        Commands asking = new Commands(STREAMS, stream, timing.kit.system(), making::add);
        CompletableFuture<CommandResult> drained = asking.ask(DRAIN).toCompletableFuture();
        asking.answered(CommandResult.newBuilder()
                .setId(sent.receiveMessage().getCommand().getId())
                .setDrained(Drained.getDefaultInstance())
                .build());
        assertThat(drained).isNotDone();
        making.remove().run();
        assertThat(drained).isCompleted();
    }

    @Test
    void whenTheStreamEndsItIsForgottenAndCommandsFail() throws Exception {
        settle();
        assertThat(timing.stages.dataPlanes()).hasSize(1);
        assertThat(open.find("n1")).containsSame(commands);
        CompletionStage<CommandResult> drained = commands.ask(DRAIN);
        session.tell(new DataPlaneSession.Ended());
        assertThat(result(drained).getFailed()).isEqualTo("the stream has ended");
        sent.expectTerminated(session);
        assertThat(timing.stages.dataPlanes()).isEmpty();
        assertThat(open.find("n1")).isEmpty();
        assertThat(result(commands.ask(DRAIN)).getFailed()).isEqualTo("the stream has ended");
    }

    @Test
    void aStreamThatEndsDoesNotTakeAwayTheOneThatTookItsPlace() {
        settle();
        Commands next = new Commands(STREAMS, stream, timing.kit.system(), Runnable::run);
        open.opened("n1", next);
        session.tell(new DataPlaneSession.Ended());
        sent.expectTerminated(session);
        assertThat(open.find("n1")).containsSame(next);
    }

    @Test
    void aFaultOfTheSessionEndsTheStreamSoThatTheDataPlaneComesAgain() {
        stream.fail();
        change("a");
        assertThat(ended.receiveMessage().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(timing.stages.dataPlanes()).isEmpty();
    }

    private void open(Version serving) {
        SessionSettings settings = new SessionSettings(
                STREAMS,
                Clock.systemUTC(),
                timing.stages,
                open,
                Runnable::run,
                timing.meters,
                Ahead.UNHEARD,
                new ReplicaId("", 0));
        DataPlaneView.Identity identity =
                new DataPlaneView.Identity("n1", FleetName.DEFAULT, "", "test", "1", List.of());
        session = timing.spawn(DataPlaneSession.create(
                settings,
                new SessionRecord(1, identity, List.of(new Greeting.InForce(serving, Duration.ZERO)), settings),
                stream,
                commands));
    }

    private static CommandResult result(CompletionStage<CommandResult> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void change(String set) {
        EndpointSetKey key = new EndpointSetKey("default/" + set + ":http");
        TableChange change = new TableChange(List.of(new EndpointSet(key, List.of())), List.of());
        newest = newest.next(Targets.of(newest, change), change, System.nanoTime());
        session.tell(new DataPlaneSession.Newest(newest));
    }

    private Update update() {
        return sent.receiveMessage().getUpdate();
    }

    private void ack(Update update) {
        heard(FromDataPlane.newBuilder().setAck(Ack.newBuilder().setVersion(update.getTo())));
    }

    private void nack(Update update) {
        heard(FromDataPlane.newBuilder().setNack(Nack.newBuilder().setOffered(update.getTo())));
    }

    private void heard(FromDataPlane.Builder message) {
        heard++;
        session.tell(new DataPlaneSession.Heard(message.build()));
    }

    private void nothingMore() {
        settle();
        sent.expectNoMessage(Duration.ZERO);
    }

    /** Each message that has gone through the session has let another one come; the first is let come at the start. */
    private void settle() {
        heard(FromDataPlane.newBuilder());
        stream.awaitRequested(heard);
    }

    private DataPlaneView view() {
        settle();
        return timing.stages.dataPlanes().getFirst();
    }
}
