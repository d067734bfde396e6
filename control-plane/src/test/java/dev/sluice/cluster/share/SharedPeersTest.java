package dev.sluice.cluster.share;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.setup.Setup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import com.typesafe.config.Config;
import dev.sluice.cluster.ClusterActor;
import dev.sluice.cluster.ClusterSettings.Security;
import dev.sluice.cluster.Listed;
import dev.sluice.cluster.Platform;
import dev.sluice.cluster.Replica;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.replica.Peers;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Decision;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import dev.sluice.translate.Memory;
import dev.sluice.watch.narrow.Narrower;
import dev.sluice.watch.narrow.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;

/** Replicas in one JVM share over real Artery. */
class SharedPeersTest {
    private final java.util.ArrayDeque<One> open = new java.util.ArrayDeque<>();

    /** A replica, and what it hears. */
    private static final class One implements Peers.Listener, AutoCloseable {
        final Replica replica;

        @Nullable
        SharedPeers made;

        private volatile @Nullable ActorSystem<?> life;
        volatile Replicas replicas = Replicas.NONE;
        volatile Memory memory = Memory.NOTHING;
        volatile Optional<Memory> whenHeard = Optional.empty();
        volatile Decision decision = Decision.NONE;

        One(String host, String... seeds) {
            this(host, new Listed(List.of(seeds)));
        }

        One(String host, Platform platform) {
            replica = new Replica(
                    Replica.settings(host, new Security.PlainText()), platform, Replica.QUICK, leadership -> {
                        SharedPeers shared = new SharedPeers(
                                new ReplicaId(host, 1),
                                leadership,
                                new ShareParts(
                                        Replica.SHARING, new Narrower(Origin.API_SERVER), new SimpleMeterRegistry()));
                        shared.listen(this);
                        made = shared;
                        return List.of(shared.actor(), new ClusterActor("life", life()));
                    });
        }

        private Behavior<Void> life() {
            return Behaviors.setup(context -> {
                life = context.getSystem();
                return Behaviors.empty();
            });
        }

        /** As a split-brain resolver does. */
        void down(String address) {
            Cluster cluster = Cluster.get(java.util.Objects.requireNonNull(life));
            cluster.state().getMembers().forEach(member -> {
                if (member.address().hostPort().endsWith(address)) {
                    cluster.manager().tell(new Down(member.address()));
                }
            });
        }

        SharedPeers peers() {
            return java.util.Objects.requireNonNull(made);
        }

        @Override
        public void replicas(Replicas now) {
            replicas = now;
        }

        @Override
        public void memory(Memory now, boolean heard) {
            memory = now;
            if (heard && whenHeard.isEmpty()) {
                whenHeard = Optional.of(now);
            }
        }

        @Override
        public void decision(Decision now) {
            decision = now;
        }

        @Override
        public void close() {
            replica.close();
        }
    }

    /** Another cluster is found after the first life. */
    private record Moving(Platform first, Platform after) implements Platform {
        @Override
        public Config config(Start start) {
            return first.config(start);
        }

        @Override
        public List<Setup> setups() {
            return first.setups();
        }

        @Override
        public List<ClusterActor> actors() {
            return first.actors();
        }

        @Override
        public void begin(ActorSystem<?> system, Start start) {
            (start == Start.FIRST ? first : after).begin(system, start);
        }

        @Override
        public Turn turn(ActorSystem<?> system) {
            return first.turn(system);
        }
    }

    private static Platform listed(One seed) {
        return new Listed(List.of(seed.replica.address()));
    }

    private One start(String host, String... seeds) {
        One one = new One(host, seeds);
        open.push(one);
        return one;
    }

    @AfterEach
    void close() {
        open.forEach(One::close);
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(Replica.LIMIT).until(condition::getAsBoolean);
    }

    private static Memory remembering(String uid, String resourceVersion, String service) {
        ObservedIngress ingress = new ObservedIngress(
                ObjectKey.of(ObjectKind.INGRESS, "shop", "front"),
                new Meta(uid, resourceVersion, 1, 1, new TreeMap<>()),
                Optional.of("sluice"),
                Optional.of(new ObservedIngress.ServiceBackend(service, new ObservedIngress.PortNumber(80))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return new Memory(HashTreePMap.singleton(uid, ingress));
    }

    private static Decision decision(long number) {
        return new Decision(number, 0, new TreeMap<>(), Cause.NONE);
    }

    @Test
    void replicasHearOfEachOtherAndOneThatComesLaterHearsOfEverything() {
        One first = start("127.0.0.1");
        first.peers().report(ReportBytesTest.report("first", 3));
        first.peers().keep(remembering("u", "7", "web"));
        first.peers().decide(decision(4));
        One second = start("127.0.0.2", first.replica.address());
        second.peers().report(ReportBytesTest.report("second", 2));
        await(() -> first.replicas.reports().size() == 2
                && second.replicas.reports().size() == 2);
        assertThat(second.replicas.report(new ReplicaId("first", 17))).contains(ReportBytesTest.report("first", 3));
        await(() -> second.decision.number() == 4);
        One third = start("127.0.0.3", first.replica.address());
        await(() -> third.replicas.reports().size() == 2 && third.decision.number() == 4);
        await(() -> third.whenHeard.isPresent());
        assertThat(third.whenHeard).contains(remembering("u", "7", "web"));
        second.peers().report(ReportBytesTest.report("second", 9));
        await(() -> third.replicas
                .report(new ReplicaId("second", 17))
                .filter(report -> report.dataPlanes().size() == 9)
                .isPresent());
    }

    @Test
    void aReplicaThatLeavesIsHeardOfNoMoreAndTheOthersStillAre() {
        One first = start("127.0.0.1");
        first.peers().report(ReportBytesTest.report("first", 0));
        One second = start("127.0.0.2", first.replica.address());
        second.peers().report(ReportBytesTest.report("second", 0));
        One third = start("127.0.0.3", first.replica.address());
        third.peers().report(ReportBytesTest.report("third", 0));
        await(() -> first.replicas.reports().size() == 3);
        second.close();
        await(() -> first.replicas.reports().size() == 2);
        third.peers().report(ReportBytesTest.report("third", 4));
        third.peers().decide(decision(7));
        third.peers().keep(remembering("u", "9", "web"));
        await(() -> first.replicas
                        .report(new ReplicaId("third", 17))
                        .filter(report -> report.dataPlanes().size() == 4)
                        .isPresent()
                && first.decision.number() == 7
                && first.memory.equals(remembering("u", "9", "web")));
    }

    @Test
    void ofOneObjectTheHighestVersionIsRememberedUntilNobodyKeepsIt() {
        One first = start("127.0.0.1");
        One second = start("127.0.0.2", first.replica.address());
        await(() -> first.whenHeard.isPresent() && second.whenHeard.isPresent());
        first.peers().keep(remembering("u", "9", "new"));
        second.peers().keep(remembering("u", "8", "old"));
        await(() -> second.memory.equals(remembering("u", "9", "new")));
        second.peers().keep(remembering("u", "9", "new")); // it has made it its own
        first.peers().keep(Memory.NOTHING);
        second.peers().keep(Memory.NOTHING);
        await(() -> first.memory.equals(Memory.NOTHING) && second.memory.equals(Memory.NOTHING));
        second.peers().keep(remembering("u", "12", "again"));
        await(() -> first.memory.equals(remembering("u", "12", "again")));
    }

    @Test
    void whatOneTakesAwayAnotherThatStillKeepsItWritesAgainForWhoComesLater() {
        One first = start("127.0.0.1");
        One second = start("127.0.0.2", first.replica.address());
        await(() -> first.whenHeard.isPresent() && second.whenHeard.isPresent());
        first.peers().keep(remembering("u", "9", "web"));
        await(() -> second.memory.equals(remembering("u", "9", "web")));
        second.peers().keep(remembering("u", "9", "web"));
        first.peers().keep(Memory.NOTHING);
        One third = start("127.0.0.3", first.replica.address());
        await(() -> third.memory.equals(remembering("u", "9", "web")));
    }

    @Test
    void aReportThatDoesNotFitGoesWithoutReasonsAndThenWithoutDataPlanes() {
        One first = start("127.0.0.1");
        One second = start("127.0.0.2", first.replica.address());
        first.peers().report(ReportBytesTest.report("first", 20_000));
        await(() -> second.replicas.report(new ReplicaId("first", 17)).isPresent());
        assertThat(second.replicas.report(new ReplicaId("first", 17)))
                .contains(ReportBytesTest.report("first", 20_000).withoutDataPlanes());
    }

    @Test
    void whatAReplicaSaysItSaysAgainInTheNextLifeAfterItWasDownedToAClusterThatKnowsNothing() {
        One first = start("127.0.0.1");
        One next = start("127.0.0.3");
        One second = new One("127.0.0.2", new Moving(listed(first), listed(next)));
        open.push(second);
        second.peers().report(ReportBytesTest.report("second", 2));
        second.peers().keep(remembering("u", "9", "web"));
        second.peers().decide(decision(4));
        await(() -> first.decision.number() == 4
                && first.memory.equals(remembering("u", "9", "web"))
                && first.replicas.report(new ReplicaId("second", 17)).isPresent());
        first.down(second.replica.address());
        await(() -> next.replicas.report(new ReplicaId("second", 17)).isPresent());
        assertThat(next.replicas.report(new ReplicaId("second", 17))).contains(ReportBytesTest.report("second", 2));
        await(() -> next.decision.number() == 4 && next.memory.equals(remembering("u", "9", "web")));
        assertThat(second.replica.part.incarnations()).isGreaterThan(1);
        second.peers().report(ReportBytesTest.report("second", 5));
        await(() -> next.replicas
                .report(new ReplicaId("second", 17))
                .filter(report -> report.dataPlanes().size() == 5)
                .isPresent());
    }

    @Test
    void theDecisionWithTheHighestNumberIsInForceEverywhere() {
        One first = start("127.0.0.1");
        One second = start("127.0.0.2", first.replica.address());
        await(() -> first.whenHeard.isPresent() && second.whenHeard.isPresent());
        first.peers().decide(decision(5));
        await(() -> second.decision.number() == 5);
        second.peers().decide(decision(3));
        second.peers().decide(decision(6));
        await(() -> first.decision.number() == 6 && second.decision.number() == 6);
    }

    @Test
    void aReplicaThatIsAloneHasHeardAtOnceThatNobodyRemembersAnything() {
        One only = start("127.0.0.1");
        await(() -> only.whenHeard.isPresent());
        assertThat(only.whenHeard).contains(Memory.NOTHING);
    }
}
