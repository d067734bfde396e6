package dev.sluice.rollout.decide;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.replica.Alone;
import dev.sluice.replica.Peers;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.FleetReleases;
import dev.sluice.rollout.Release;
import dev.sluice.rollout.Releases;
import dev.sluice.rollout.Sampled;
import dev.sluice.rollout.store.DecisionStore;
import dev.sluice.rollout.store.MemoryStore;
import dev.sluice.rollout.store.StoreFailure;
import dev.sluice.translate.Memory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeciderTest {
    private static final Epoch EPOCH = new Epoch("test", 1);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final StagingSettings STAGING =
            new StagingSettings(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(20), 1, 2, 20);
    private static final DeciderSettings SETTINGS =
            new DeciderSettings(Duration.ofSeconds(20), Duration.ofSeconds(60), RETRY, LOOK, STAGING);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<Decision> inForce = kit.createTestProbe(Decision.class);
    private final TestProbe<Decision> begun = kit.createTestProbe(Decision.class);
    private final TestProbe<Outcome> outcomes = kit.createTestProbe(Outcome.class);
    private final MovedClock clock = new MovedClock();
    private final RolloutStage stage = new RolloutStage();
    private final Fallible store = new Fallible();
    private volatile Releases releases = Sampled.releases("a", "b");

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void whatWasDecidedBeforeIsInForceBeforeAnythingIsPublished() {
        Decision before = Decision.NONE.raised(Cause.NONE);
        store.write(before, DecisionStore.Kept.NOTHING);
        decider(true);
        assertThat(begun.receiveMessage()).isEqualTo(before);
        assertThat(inForce.receiveMessage()).isEqualTo(before);
    }

    @Test
    void aStoreThatIsAwayIsAskedAgainAndOneThatRefusesIsNot() {
        store.failure = Optional.of(new StoreFailure(StoreFailure.Reason.AWAY, "no route to host"));
        decider(true);
        store.tried.receiveMessage();
        begun.expectNoMessage(Duration.ZERO);
        store.failure = Optional.of(new StoreFailure(StoreFailure.Reason.FORBIDDEN, "not allowed to read it"));
        passUntil(begun);
        assertThat(stage.problems(Optional.empty()).toString()).contains("DecisionsNotKept", "not allowed to read it");
    }

    @Test
    void aFreezeHoldsTheNewestAndKeepsItsContent() {
        ActorRef<Decider.Command> decider = begun(true);
        Release newest = newest();
        ask(decider, Wish.Action.FREEZE, "");
        Decision decision = written();
        assertThat(decision.number()).isEqualTo(1);
        assertThat(hold(decision).release().release()).isEqualTo(newest.id());
        assertThat(hold(decision).release().consumed()).isEqualTo(newest.consumed());
        assertThat(store.content(newest.id())).isPresent();
        assertThat(inForce.receiveMessage()).isEqualTo(decision);
        ask(decider, Wish.Action.FREEZE, "");
        assertThat(outcomes.receiveMessage()).isEqualTo(new Outcome.Unchanged(decision));
    }

    @Test
    void aRollBackNamesAReleaseOfTheHistory() {
        ActorRef<Decider.Command> decider = begun(true);
        Release first = fleet().history().entries().getLast().release();
        ask(decider, Wish.Action.ROLLBACK, first.id().toString().substring(0, 12));
        assertThat(hold(written()).release().release()).isEqualTo(first.id());
        ask(decider, Wish.Action.ROLLBACK, "0123456789abcdef");
        assertThat(outcomes.receiveMessage())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().field()).isEqualTo("release"));
    }

    @Test
    void whoMeetsAnotherDecisionDecidesOnTopOfIt() {
        ActorRef<Decider.Command> decider = begun(true);
        store.write(Decision.NONE.raised(Cause.NONE).raised(Cause.NONE), DecisionStore.Kept.NOTHING);
        ask(decider, Wish.Action.FREEZE, "");
        Decision decision = written();
        assertThat(decision.number()).isEqualTo(3);
        assertThat(decision.generation()).isEqualTo(2);
    }

    @Test
    void aSourceThatHasGoneBackIsTakenNoteOfOnce() {
        ActorRef<Decider.Command> decider = begun(true);
        decider.tell(new Decider.Raise(
                0,
                new Decision.Numbers(0, 0),
                "etcd was restored",
                outcome -> outcomes.ref().tell(outcome)));
        assertThat(written().generation()).isEqualTo(1);
        decider.tell(new Decider.Raise(
                0,
                new Decision.Numbers(0, 0),
                "etcd was restored",
                outcome -> outcomes.ref().tell(outcome)));
        assertThat(outcomes.receiveMessage()).isInstanceOf(Outcome.Unchanged.class);
    }

    @Test
    void withoutAPlaceThatAllSeeOnlyTheLeaderDecides() {
        store.shared = false;
        ActorRef<Decider.Command> decider = begun(false);
        ask(decider, Wish.Action.FREEZE, "");
        assertThat(outcomes.receiveMessage())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, failed -> assertThat(failed.why()).contains("another replica leads"));
    }

    @Test
    void aCandidateThatProvesItselfIsGivenToAll() {
        ActorRef<Decider.Command> decider = staged(true);
        Release stable = newest();
        releases = Sampled.releases("a", "b", "c");
        Release candidate = newest();
        report(decider, Planes.well("n1", 1));
        Course.Staged trying = course(inForce.receiveMessage());
        assertThat(trying.stable().release()).isEqualTo(stable.id());
        assertThat(trying.candidate().orElseThrow().release()).isEqualTo(candidate.id());
        assertThat(trying.first()).isEqualTo("n1");

        report(decider, Planes.well("n1", 2));
        pass(Duration.ofSeconds(29));
        inForce.expectNoMessage(Duration.ZERO);
        pass(Duration.ofSeconds(1));
        Course.Staged proved = course(inForce.receiveMessage());
        assertThat(proved.stable().release()).isEqualTo(candidate.id());
        assertThat(proved.candidate()).isEmpty();
        assertThat(proved.cause().automatic()).isTrue();
    }

    @Test
    void aCandidateThatHarmsIsHaltedAndAProblem() {
        ActorRef<Decider.Command> decider = staged(true);
        Release stable = newest();
        releases = Sampled.releases("a", "b", "c");
        report(decider, Planes.well("n1", 1), Planes.well("n2", 1));
        inForce.receiveMessage();
        report(decider, Planes.well("n1", 2), Planes.well("n2", 2));
        pass(Duration.ofSeconds(5));
        report(decider, Planes.well("n1", 2).more(100, 50), Planes.well("n2", 2).more(100, 0));
        Decision halted = inForce.receiveMessage();
        assertThat(hold(halted).release().release()).isEqualTo(stable.id());
        assertThat(halted.cause().why()).contains("n1", "50.0 % of 100 requests");
        assertThat(stage.problems(Optional.empty()).toString()).contains("StagingHalted", "50.0 %");
    }

    @Test
    void whoDoesNotLeadTakesNoStepByItself() {
        ActorRef<Decider.Command> decider = staged(false);
        releases = Sampled.releases("a", "b", "c");
        pass(Duration.ofSeconds(60));
        ask(decider, Wish.Action.FREEZE, "");
        assertThat(written().number()).as("nothing was decided in between").isEqualTo(2);
    }

    private ActorRef<Decider.Command> staged(boolean leads) {
        ActorRef<Decider.Command> decider = begun(leads);
        ask(decider, Wish.Action.STAGE, "");
        assertThat(inForce.receiveMessage()).isEqualTo(written());
        return decider;
    }

    private ActorRef<Decider.Command> begun(boolean leads) {
        ActorRef<Decider.Command> decider = decider(leads);
        begun.receiveMessage();
        return decider;
    }

    private ActorRef<Decider.Command> decider(boolean leads) {
        return kit.spawn(Decider.create(new DeciderParts(
                SETTINGS,
                store,
                new Leading(leads),
                () -> Optional.of(new Known(releases, EPOCH)),
                kit.system().executionContext()::execute,
                clock,
                stage,
                decision -> begun.ref().tell(decision))));
    }

    private void ask(ActorRef<Decider.Command> decider, Wish.Action action, String release) {
        Wish wish = new Wish(FleetName.DEFAULT, action, release, "test", "");
        decider.tell(new Decider.Ask(wish, outcome -> outcomes.ref().tell(outcome)));
    }

    private Decision written() {
        Outcome outcome = outcomes.receiveMessage();
        assertThat(outcome).isInstanceOf(Outcome.Written.class);
        return ((Outcome.Written) outcome).decision();
    }

    private void report(ActorRef<Decider.Command> decider, Planes... planes) {
        ReplicaReport report = new ReplicaReport(
                new ReplicaId("r", 1),
                "",
                "1",
                true,
                true,
                EPOCH,
                Freshness.NONE,
                0,
                new TreeMap<>(),
                Stream.of(planes).map(Planes::view).toList());
        int before = clock.reads.get();
        decider.tell(new Decider.Population(Replicas.NONE.with(report)));
        Awaitility.await().until(() -> clock.reads.get() > before); // so it has been looked at
    }

    private void pass(Duration duration) {
        clock.now = clock.now.plus(duration);
        time.timePasses(duration);
    }

    private void passUntil(TestProbe<Decision> probe) {
        Awaitility.await().until(() -> {
            pass(RETRY);
            return heard(probe);
        });
    }

    private static boolean heard(TestProbe<Decision> probe) {
        try {
            probe.receiveMessage(Duration.ofMillis(20));
            return true;
        } catch (AssertionError nothingYet) {
            return false;
        }
    }

    private Release newest() {
        return fleet().newest();
    }

    private FleetReleases fleet() {
        return releases.fleet(FleetName.DEFAULT).orElseThrow();
    }

    private static Course.Hold hold(Decision decision) {
        return (Course.Hold) decision.course(FleetName.DEFAULT).orElseThrow();
    }

    private static Course.Staged course(Decision decision) {
        return (Course.Staged) decision.course(FleetName.DEFAULT).orElseThrow();
    }

    private static final class MovedClock extends Clock {
        volatile Instant now = Instant.parse("2026-11-21T07:00:00Z");

        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public Instant instant() {
            reads.incrementAndGet();
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Tells the probe what is decided. */
    private final class Leading implements Peers {
        private final Alone alone = new Alone(new ReplicaId("r", 1));
        private final boolean leads;

        Leading(boolean leads) {
            this.leads = leads;
        }

        @Override
        public ReplicaId self() {
            return alone.self();
        }

        @Override
        public void report(ReplicaReport report) {
            alone.report(report);
        }

        @Override
        public void keep(Memory kept) {
            alone.keep(kept);
        }

        @Override
        public void decide(Decision decision) {
            inForce.ref().tell(decision);
        }

        @Override
        public boolean leading() {
            return leads;
        }

        @Override
        public void listen(Listener listener) {
            alone.listen(listener);
        }

        @Override
        public void close() {
            alone.close();
        }
    }

    /** Memory that can be taken away. */
    private final class Fallible implements DecisionStore {
        private final MemoryStore memory = new MemoryStore();
        private final TestProbe<String> tried = kit.createTestProbe(String.class);
        private volatile Optional<StoreFailure> failure = Optional.empty();
        private volatile boolean shared = true;

        @Override
        public String place() {
            return memory.place();
        }

        @Override
        public boolean shared() {
            return shared;
        }

        @Override
        public Kept read() {
            tried.ref().tell("read");
            failure.ifPresent(why -> {
                throw why;
            });
            return memory.read();
        }

        @Override
        public void write(Decision next, Kept before) {
            memory.write(next, before);
        }

        @Override
        public void putContent(Digest release, byte[] content) {
            memory.putContent(release, content);
        }

        @Override
        public Optional<byte[]> content(Digest release) {
            return memory.content(release);
        }

        @Override
        public void retain(Set<Digest> named) {
            memory.retain(named);
        }
    }
}
