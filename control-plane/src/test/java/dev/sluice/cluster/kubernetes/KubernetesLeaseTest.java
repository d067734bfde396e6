package dev.sluice.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.coordination.lease.LeaseException;
import akka.coordination.lease.javadsl.Lease;
import akka.coordination.lease.javadsl.LeaseProvider;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As Akka asks for it, against the mock API server; two actor systems are two holders. */
final class KubernetesLeaseTest {
    private static final Config CONFIG = ConfigFactory.parseString("""
            akka.actor.provider = local
            quick { lease-class = "dev.sluice.cluster.kubernetes.KubernetesLease", object = "sluice-test", patient = off
              heartbeat-timeout = 3s, heartbeat-interval = 200ms, lease-operation-timeout = 1s }
            patient = ${quick} { patient = on }
            """);

    private final ApiServerMock api = new ApiServerMock();
    private final ActorSystem one = system("");
    private final ActorSystem two = system("");

    @AfterEach
    void stop() throws Exception {
        one.terminate();
        two.terminate();
        api.close();
        one.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        two.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void oneHoldsItUntilItGivesItBack() throws Exception {
        Lease first = lease(one, "quick");
        Lease second = lease(two, "quick");
        assertThat(answer(first.acquire())).isTrue();
        assertThat(first.checkLease()).isTrue();
        assertThat(answer(second.acquire())).isFalse();
        assertThat(second.checkLease()).isFalse();
        assertThat(answer(first.release())).isTrue();
        assertThat(first.checkLease()).isFalse();
        assertThat(answer(second.acquire())).isTrue();
    }

    @Test
    void ofManyThatAskAtOnceExactlyOneGetsIt() throws Exception {
        CompletionStage<Boolean> first = lease(one, "quick").acquire();
        CompletionStage<Boolean> second = lease(two, "quick").acquire();
        assertThat(answer(first)).isNotEqualTo(answer(second));
    }

    @Test
    void whoeverHoldsItRenewsIt() throws Exception {
        assertThat(answer(lease(one, "quick").acquire())).isTrue();
        var acquired = api.lease("sluice-test").getSpec().getRenewTime();
        Awaitility.await()
                .until(() -> api.lease("sluice-test").getSpec().getRenewTime().isAfter(acquired));
        assertThat(api.lease("sluice-test").getSpec().getLeaseTransitions()).isZero();
    }

    @Test
    void fromAHolderThatDiesItIsTakenByOneThatWaits() throws Exception {
        assertThat(answer(lease(one, "quick").acquire())).isTrue();
        one.terminate();
        one.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(answer(lease(two, "patient").acquire())).isTrue();
        assertThat(api.lease("sluice-test").getSpec().getLeaseTransitions()).isEqualTo(1);
    }

    @Test
    void whoeverWaitsGivesUpAsSoonAsTheHolderIsSeenToLive() throws Exception {
        assertThat(answer(lease(one, "quick").acquire())).isTrue();
        long began = System.nanoTime();
        assertThat(answer(lease(two, "patient").acquire())).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void whoWaitsMayStayWhenTheHolderLivesAndIsAMemberWithinItsReach() throws Exception {
        ActorSystem first = member();
        ActorSystem second = member();
        try {
            Cluster.get(first).join(Cluster.get(first).selfAddress());
            Cluster.get(second).join(Cluster.get(first).selfAddress());
            for (ActorSystem each : List.of(first, second)) {
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> up(each) == 2);
            }
            assertThat(answer(resolvers(first).acquire())).isTrue();
            String holder = api.lease("sluice-test").getSpec().getHolderIdentity();
            Lease other = resolvers(second);
            assertThat(answer(other.acquire())).isTrue();
            assertThat(other.checkLease()).isFalse();
            assertThat(answer(other.release())).isTrue();
            assertThat(api.lease("sluice-test").getSpec().getHolderIdentity()).isEqualTo(holder);
            assertThat(answer(lease(one, "patient").acquire()))
                    .as("of nobody's side")
                    .isFalse();
        } finally {
            first.terminate();
            second.terminate();
            for (ActorSystem one : List.of(first, second)) {
                one.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static int up(ActorSystem system) {
        int count = 0;
        for (Member member : Cluster.get(system).state().getMembers()) {
            count += member.status() == MemberStatus.up() ? 1 : 0;
        }
        return count;
    }

    /** Under the name that the split-brain resolver gives itself. */
    private static Lease resolvers(ActorSystem system) {
        return LeaseProvider.get(system)
                .getLease("test", "patient", Cluster.get(system).selfAddress().hostPort());
    }

    private ActorSystem member() {
        return system("""
                akka.actor.provider = cluster
                akka.remote.artery { transport = tcp, canonical { hostname = "127.0.0.1", port = 0 } }
                akka.cluster { gossip-interval = 100ms, leader-actions-interval = 100ms, jmx.enabled = off }
                """);
    }

    @Test
    void oneThatIsTakenAwayIsToldToItsHolder() throws Exception {
        BlockingQueue<Optional<Throwable>> lost = new LinkedBlockingQueue<>();
        Lease first = lease(one, "quick");
        assertThat(answer(first.acquire(lost::add))).isTrue();
        var stolen = api.lease("sluice-test");
        stolen.getSpec().setHolderIdentity("somebody");
        stolen.getMetadata().setResourceVersion(null);
        api.client.resource(stolen).update();
        assertThat(lost.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(first.checkLease()).isFalse();
    }

    @Test
    void whenTheApiServerGoesAwayTheHolderLosesItInTime() throws Exception {
        BlockingQueue<Optional<Throwable>> lost = new LinkedBlockingQueue<>();
        Lease first = lease(one, "quick");
        assertThat(answer(first.acquire(lost::add))).isTrue();
        api.server.shutdown();
        assertThat(lost.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(first.checkLease()).isFalse();
        assertThatThrownBy(() -> answer(first.acquire()))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(LeaseException.class)
                .hasMessageContaining("sluice-test");
    }

    private static Lease lease(ActorSystem system, String path) {
        return LeaseProvider.get(system).getLease("test", path, system.name());
    }

    private static boolean answer(CompletionStage<Boolean> asked) throws Exception {
        CompletableFuture<Boolean> future = asked.toCompletableFuture();
        return future.get(20, TimeUnit.SECONDS);
    }

    private ActorSystem system(String above) {
        Config config = ConfigFactory.parseString(above)
                .withFallback(CONFIG)
                .withFallback(ConfigFactory.load())
                .resolve();
        return ActorSystem.create(
                "holder",
                ActorSystemSetup.create(
                        BootstrapSetup.create(config),
                        new KubernetesSetup(api.client, ApiServerMock.service(1, 8558))));
    }
}
