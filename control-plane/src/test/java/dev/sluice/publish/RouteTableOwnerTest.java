package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.translate.Memory;
import dev.sluice.translate.Translation;
import dev.sluice.watch.ObjectSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/** When is translated and published; what it means does not matter here. */
final class RouteTableOwnerTest {
    private static final Duration QUIET = Duration.ofMillis(10);
    private static final Duration LATEST = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final ObjectKey SECRET = ObjectKey.of(ObjectKind.SECRET, "default", "tls");

    private final Timing timing = new Timing();
    private final TestProbe<Translated> published = timing.kit.createTestProbe(Translated.class);
    private final TestProbe<Set<ObjectKey>> followed = timing.kit.createTestProbe();
    private volatile Translate translate = (state, shared, previous) -> Translation.NONE;
    private ActorRef<RouteTableOwner.Command> owner =
            timing.kit.<RouteTableOwner.Command>createTestProbe().ref();

    @BeforeEach
    void spawn() {
        spawn(Duration.ZERO);
    }

    private void spawn(Duration memoryPatience) {
        RouteTableSettings settings = new RouteTableSettings(
                ClusterState.awaiting(Set.of(watch(ObjectKind.INGRESS), watch(ObjectKind.SERVICE))),
                (state, shared, previous) -> translate.translate(state, shared, previous),
                new HoldOff(QUIET, LATEST),
                PATIENCE,
                memoryPatience,
                timing.stages,
                timing.meters);
        owner = timing.spawn(RouteTableOwner.create(settings, new RouteTableOwner.Outlet() {
            @Override
            public void translated(Translated translated) {
                published.ref().tell(translated);
            }

            @Override
            public void follow(Set<ObjectKey> references) {
                followed.ref().tell(references);
            }
        }));
    }

    @Test
    void theFirstPublicationWaitsForWhatTheOtherReplicasRemember() {
        spawn(Duration.ofSeconds(10));
        observe(new ObjectEvent.Synced(watch(ObjectKind.SERVICE), 1));
        observe(new ObjectEvent.Synced(watch(ObjectKind.INGRESS), 1));
        nothingFor(Duration.ofSeconds(9));
        assertThat(timing.stages.awaitingPeers()).isTrue();
        owner.tell(new RouteTableOwner.Recall(Memory.NOTHING, false));
        nothingFor(QUIET);
        owner.tell(new RouteTableOwner.Recall(Memory.NOTHING, true));
        published.receiveMessage();
        assertThat(timing.stages.awaitingPeers()).isFalse();
    }

    @Test
    void itDoesNotWaitForEver() {
        spawn(Duration.ofSeconds(10));
        observe(new ObjectEvent.Synced(watch(ObjectKind.SERVICE), 1));
        observe(new ObjectEvent.Synced(watch(ObjectKind.INGRESS), 1));
        nothingFor(Duration.ofSeconds(9));
        timing.pass(Duration.ofSeconds(1));
        published.receiveMessage();
    }

    @Test
    void whatOthersRememberLaterIsTranslatedWithoutAnyEvent() {
        ObservedIngress remembered = Sample.ingress("web", "web.test", "web");
        AtomicReference<Memory> given = new AtomicReference<>(Memory.NOTHING);
        translate = (state, shared, previous) -> {
            given.set(shared);
            return Translation.NONE;
        };
        observe(new ObjectEvent.Synced(watch(ObjectKind.SERVICE), 1));
        observe(new ObjectEvent.Synced(watch(ObjectKind.INGRESS), 1));
        published.receiveMessage();
        timing.pass(LATEST);
        Memory shared = new Memory(HashTreePMap.singleton("uid", remembered));
        owner.tell(new RouteTableOwner.Recall(shared, true));
        published.receiveMessage();
        assertThat(given.get()).isEqualTo(shared);
        owner.tell(new RouteTableOwner.Recall(shared, true));
        nothingFor(LATEST);
    }

    @AfterEach
    void stop() {
        timing.close();
    }

    @Test
    void nothingIsPublishedBeforeEveryKindHasSynced() {
        change("a");
        observe(new ObjectEvent.Synced(watch(ObjectKind.SERVICE), 1));
        nothingFor(Duration.ofMinutes(1));
        observe(new ObjectEvent.Synced(watch(ObjectKind.INGRESS), 1));
        assertThat(published.receiveMessage().state().objects()).hasSize(1);
    }

    @Test
    void nothingIsPublishedInTheMiddleOfAListAndItsEndIsWithItsNumber() {
        observe(new ObjectEvent.Synced(watch(ObjectKind.SERVICE), 1));
        observe(new ObjectEvent.Synced(watch(ObjectKind.INGRESS), 1));
        published.receiveMessage();
        timing.pass(LATEST);
        observe(new ObjectEvent.Applied(watch(ObjectKind.SERVICE), Sample.service("web"), ObjectEvent.OF_A_LIST));
        owner.tell(new RouteTableOwner.Renew());
        nothingFor(Duration.ofMinutes(1));
        observe(new ObjectEvent.Synced(watch(ObjectKind.SERVICE), 7));
        Translated translated = published.receiveMessage();
        assertThat(translated.state().objects()).hasSize(1);
        assertThat(translated.state().freshness().consumed()).containsEntry(watch(ObjectKind.SERVICE), 7L);
    }

    @Test
    void aKindThatIsForbiddenCountsAsSynced() {
        observe(new ObjectEvent.Synced(watch(ObjectKind.SERVICE), 1));
        observe(new ObjectEvent.Unavailable(watch(ObjectKind.INGRESS), "403 Forbidden"));
        published.receiveMessage();
    }

    @Test
    void anIsolatedChangeIsPublishedWithoutTimePassing() {
        ready();
        change("a");
        published.receiveMessage();
    }

    @Test
    void changesThatFollowAreCollectedUntilItIsQuiet() {
        ready();
        change("a");
        published.receiveMessage();
        change("b");
        change("c");
        settle();
        nothingFor(QUIET.minusMillis(1));
        timing.pass(Duration.ofMillis(1));
        assertThat(published.receiveMessage().state().objects()).hasSize(3);
        nothingFor(LATEST.multipliedBy(2));
    }

    @Test
    void aStormThatDoesNotEndIsCutAtTheLatestTime() {
        ready();
        change("a");
        published.receiveMessage();
        int step = 5;
        for (int passed = 0; passed < LATEST.toMillis(); passed += step) {
            change("storm-" + passed);
            settle();
            published.expectNoMessage(Duration.ZERO);
            timing.pass(Duration.ofMillis(step));
        }
        assertThat(published.receiveMessage().state().objects()).hasSize(11);
    }

    @Test
    void whatChangesNothingForTranslationIsNotPublished() {
        ready();
        observe(new ObjectEvent.Progressed(watch(ObjectKind.INGRESS), 17));
        settle();
        nothingFor(LATEST.multipliedBy(2));
    }

    @Test
    void aChangeWaitsForAnObjectThatItNamesAndIsPublishedWhenThatIsRead() {
        ready();
        translate = (state, shared, previous) -> awaiting(!state.read(SECRET));
        change("a");
        settle();
        assertThat(followed.receiveMessage()).containsExactly(SECRET);
        nothingFor(PATIENCE.minusMillis(1));
        assertThat(timing.stages.awaiting()).containsExactly(SECRET);
        observe(new ObjectEvent.Synced(ObjectSource.watchOf(SECRET), 3));
        settle();
        published.receiveMessage();
        assertThat(timing.stages.awaiting()).isEmpty();
    }

    @Test
    void aChangeWaitsNoLongerThanTwoSecondsAndOnlyOnce() {
        ready();
        translate = (state, shared, previous) -> awaiting(true);
        change("a");
        settle();
        nothingFor(PATIENCE.minusMillis(1));
        timing.pass(Duration.ofMillis(1));
        published.receiveMessage();
        timing.pass(LATEST);
        change("b");
        published.receiveMessage();
    }

    @Test
    void aTranslationThatFailsKeepsTheLastAndTheNextChangeTriesAgain() {
        ready();
        translate = (state, shared, previous) -> {
            throw new IllegalStateException("a bug");
        };
        change("a");
        settle();
        nothingFor(LATEST);
        assertThat(timing.stages.translationFailure()).contains("a bug");
        translate = (state, shared, previous) -> Translation.NONE;
        change("b");
        assertThat(published.receiveMessage().state().objects()).hasSize(2);
        assertThat(timing.stages.translationFailure()).isEmpty();
    }

    private void ready() {
        observe(new ObjectEvent.Synced(watch(ObjectKind.SERVICE), 1));
        observe(new ObjectEvent.Synced(watch(ObjectKind.INGRESS), 1));
        published.receiveMessage();
        settle();
        timing.pass(LATEST);
    }

    private void change(String name) {
        observe(Sample.applied(Sample.service(name), 2));
    }

    private void observe(ObjectEvent event) {
        owner.tell(new RouteTableOwner.Observe(event, () -> {}));
    }

    private void settle() {
        Timing.settle(owner, ObjectKind.INGRESS, RouteTableOwner.Observe::new);
    }

    private void nothingFor(Duration duration) {
        settle();
        timing.pass(duration);
        settle();
        published.expectNoMessage(Duration.ZERO);
    }

    private static Translation awaiting(boolean waits) {
        Translation none = Translation.NONE;
        PSortedSet<ObjectKey> references = TreePSet.singleton(SECRET);
        return new Translation(
                none.tables(),
                none.changes(),
                none.demands(),
                none.demandChanges(),
                none.statuses(),
                none.unwritten(),
                none.problems(),
                references,
                waits ? references : TreePSet.empty(),
                none.memory(),
                none.kept(),
                none.memo());
    }

    private static WatchKey watch(ObjectKind kind) {
        return new WatchKey(kind, "");
    }
}
