package dev.sluice.freshness;

import static dev.sluice.replica.Planes.EPOCH;
import static dev.sluice.replica.Planes.all;
import static dev.sluice.replica.Planes.report;
import static dev.sluice.replica.Planes.version;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.publish.Meters;
import dev.sluice.publish.Stages;
import dev.sluice.replica.Alone;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Decision;
import dev.sluice.watch.Confirmation;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.ObjectSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Version rules of the protocol, seen from a replica that may be behind. */
class FreshnessKeeperTest {
    private static final WatchKey SERVICES = new WatchKey(ObjectKind.SERVICE, "");
    private static final WatchKey INGRESSES = new WatchKey(ObjectKind.INGRESS, "");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private record Question(WatchKey watch, CompletableFuture<Confirmation> answer) {}

    private record Renewed() {}

    private record Raised(long seen, Decision.Numbers least) {}

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<Question> questions = kit.createTestProbe();
    private final TestProbe<Renewed> renewals = kit.createTestProbe();
    private final TestProbe<Raised> raises = kit.createTestProbe();
    private final Stages stages = new Stages();
    private final Source source = new Source();
    private volatile Freshness consumed = freshness(Map.of(SERVICES, 100L, INGRESSES, 100L));
    private final ActorRef<FreshnessKeeper.Command> keeper = kit.spawn(FreshnessKeeper.create(new Keeping(
            new FreshnessSettings(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(30)),
            source,
            new Alone(new ReplicaId("a", 1)),
            stages,
            new Meters(new SimpleMeterRegistry()),
            () -> consumed,
            (seen, least, why) -> raises.getRef().tell(new Raised(seen, least)),
            () -> renewals.getRef().tell(new Renewed()))));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void aReplicaRestartedLaterComparesJustTheWatchesThatADataPlaneHasMoreOfAndPublishesWhatItHas() {
        ahead(Map.of(SERVICES, 150L, INGRESSES, 90L));
        Question question = questions.receiveMessage();
        assertThat(question.watch()).isEqualTo(SERVICES);
        questions.expectNoMessage();
        question.answer().complete(new Confirmation.Agreed(160));
        renewals.receiveMessage();
        assertThat(stages.fitness().provedLower()).isEmpty();
    }

    @Test
    void quietKindsAreComparedOnceForAllDataPlanesThatAsk() {
        for (int i = 0; i < 20; i++) {
            ahead(Map.of(SERVICES, 150L));
        }
        Question first = questions.receiveMessage();
        questions.expectNoMessage();
        first.answer().complete(new Confirmation.Agreed(150));
        renewals.receiveMessage();
        questions.expectNoMessage();
    }

    @Test
    void deletionsFoundByARelistArePublishedWithTheNumberOfTheListThatFollows() {
        ahead(Map.of(SERVICES, 150L));
        questions.receiveMessage().answer().complete(new Confirmation.Behind(170));
        questions.expectNoMessage();
        time.timePasses(SECOND);
        questions.receiveMessage().answer().complete(new Confirmation.Agreed(171));
        renewals.receiveMessage();
        assertThat(stages.fitness().provedLower()).isEmpty();
    }

    @Test
    void anEtcdRestoredFromABackupRaisesTheEpochOnceAllReplicasHaveSeenIt() {
        ahead(Map.of(SERVICES, 150L));
        questions.receiveMessage().answer().complete(new Confirmation.Agreed(60));
        renewals.receiveMessage();
        assertThat(stages.fitness().provedLower()).containsExactly(Map.entry(SERVICES, 150L));
        assertThat(stages.sourceProblems()).hasSize(1);
        keeper.tell(new FreshnessKeeper.Known(reports(Map.of(SERVICES, 150L), Map.of())));
        pass(10);
        raises.expectNoMessage();
        keeper.tell(new FreshnessKeeper.Known(reports(Map.of(SERVICES, 150L), Map.of(SERVICES, 150L))));
        pass(5);
        assertThat(raises.receiveMessage()).isEqualTo(new Raised(0, new Decision.Numbers(1, 1)));
        pass(10);
        raises.expectNoMessage(); // seldom
        keeper.tell(new FreshnessKeeper.Decide(Decision.NONE.raised(Cause.NONE)));
        eventually(() -> assertThat(stages.fitness().provedLower()).isEmpty());
    }

    @Test
    void whenAllHaveSeenThatTheSourceWentBackAllOtherWatchesAreComparedBeforeTheEpochRises() {
        ahead(Map.of(SERVICES, 150L));
        questions.receiveMessage().answer().complete(new Confirmation.Agreed(60));
        renewals.receiveMessage();
        keeper.tell(new FreshnessKeeper.Known(reports(Map.of(SERVICES, 150L), Map.of(SERVICES, 150L))));
        pass(1);
        Question other = questions.receiveMessage();
        assertThat(other.watch()).isEqualTo(INGRESSES);
        raises.expectNoMessage();
        other.answer().complete(new Confirmation.Behind(60)); // it hung, and had 100
        eventually(() -> assertThat(stages.fitness().provedLower()).containsEntry(INGRESSES, 100L));
        pass(5);
        raises.receiveMessage();
    }

    @Test
    void anotherReplicasProofIsLookedIntoAndAReplicaThatHasTheNumberDoesNotAgree() {
        keeper.tell(new FreshnessKeeper.Known(reports(Map.of(), Map.of(SERVICES, 150L))));
        questions.receiveMessage().answer().complete(new Confirmation.Agreed(150));
        renewals.receiveMessage();
        assertThat(stages.fitness().provedLower()).isEmpty();
    }

    @Test
    void aWatchThatSawItsSourceGoBackHasAllOthersCompared() {
        keeper.tell(new FreshnessKeeper.WentBack(SERVICES, 100));
        assertThat(questions.receiveMessage().watch()).isEqualTo(INGRESSES);
        assertThat(stages.fitness().provedLower()).containsExactly(Map.entry(SERVICES, 100L));
    }

    @Test
    void aReplicaWhoseWatchesHangIsNotConfirmedUntilTheyAnswer() {
        source.silence = Duration.ofSeconds(31);
        pass(1);
        eventually(() -> assertThat(stages.fitness().confirmed()).isFalse());
        source.silence = Duration.ZERO;
        pass(1);
        eventually(() -> assertThat(stages.fitness().confirmed()).isTrue());
    }

    @Test
    void aWatchThatHangsAlthoughItsConnectionLivesIsComparedWhenAnotherReplicaHasMore() {
        keeper.tell(new FreshnessKeeper.Known(all(
                report("a", EPOCH, 0, Map.of(SERVICES, 100L), Map.of(), List.of()),
                report("b", EPOCH, 0, Map.of(SERVICES, 120L), Map.of(), List.of()))));
        pass(4);
        questions.expectNoMessage();
        pass(3);
        questions.receiveMessage().answer().complete(new Confirmation.Agreed(120));
        pass(30);
        questions.expectNoMessage(); // seldom
    }

    @Test
    void anAbsurdNumberCostsAListNowAndThenAndNoOtherWatches() {
        for (int i = 0; i < 50; i++) {
            ahead(Map.of(SERVICES, Long.MAX_VALUE - i, new WatchKey(ObjectKind.SECRET, "made/up"), 1L));
        }
        questions.receiveMessage().answer().complete(new Confirmation.Agreed(100));
        renewals.receiveMessage();
        ahead(Map.of(SERVICES, Long.MAX_VALUE));
        pass(5);
        questions.expectNoMessage();
        pass(6);
        questions.receiveMessage();
    }

    @Test
    void ofAnotherEpochTheNumbersSayNothing() {
        keeper.tell(new FreshnessKeeper.Ahead(
                version(new Epoch("cluster", 9), 0, Map.of(SERVICES, 500L)), version(EPOCH, 0, Map.of(SERVICES, 1L))));
        questions.expectNoMessage();
    }

    private void ahead(Map<WatchKey, Long> has) {
        keeper.tell(new FreshnessKeeper.Ahead(version(EPOCH, 0, has), version(EPOCH, 0, consumed.consumed())));
    }

    private static Replicas reports(Map<WatchKey, Long> ofA, Map<WatchKey, Long> ofB) {
        return all(report("a", EPOCH, 0, Map.of(), ofA, List.of()), report("b", EPOCH, 0, Map.of(), ofB, List.of()));
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.timePasses(SECOND);
        }
    }

    private void eventually(Runnable holds) {
        questions.awaitAssert(() -> {
            holds.run();
            return true;
        });
    }

    private static Freshness freshness(Map<WatchKey, Long> numbers) {
        return new Freshness(new TreeMap<>(numbers));
    }

    private final class Source implements ObjectSource {
        private volatile Duration silence = Duration.ZERO;

        @Override
        public Epoch epoch() {
            return EPOCH;
        }

        @Override
        public Set<WatchKey> watches() {
            return Set.of(SERVICES, INGRESSES);
        }

        @Override
        public void start(EventSink sink) {}

        @Override
        public void follow(Set<ObjectKey> references) {}

        @Override
        public CompletionStage<Confirmation> confirm(WatchKey watch) {
            Question question = new Question(watch, new CompletableFuture<>());
            questions.getRef().tell(question);
            return question.answer();
        }

        @Override
        public Map<WatchKey, Duration> silences() {
            return Map.of(SERVICES, silence);
        }

        @Override
        public void close() {}
    }
}
