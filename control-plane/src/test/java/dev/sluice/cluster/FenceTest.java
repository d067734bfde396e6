package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class FenceTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void aTurnThatWasNotRenewedLatelyDoesNotHold() {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                ClusterSettings.SYSTEM,
                ConfigFactory.parseMap(Map.of("akka.remote.artery.canonical.port", 0))
                        .withFallback(Replica.shipped()));
        try {
            Cluster cluster = Cluster.get(system);
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
            Awaitility.await().until(() -> cluster.selfMember().status() == MemberStatus.up());
            MajorityTurn turn = new MajorityTurn(system, Duration.ofSeconds(3), nanos::get);
            assertThat(turn.holds()).isFalse();
            turn.renew();
            pass(Duration.ofMillis(2999));
            assertThat(turn.holds()).isTrue();
            pass(Duration.ofSeconds(30)); // stopped with SIGSTOP, and the first thing that it is asked for
            assertThat(turn.holds()).isFalse();
            turn.renew();
            assertThat(turn.holds()).isTrue();
            turn.end();
            assertThat(turn.holds()).isFalse();
        } finally {
            system.terminate();
        }
    }

    @Test
    void leadershipEndsWithTheFenceAndListenersHearOfItOnce() {
        AtomicBoolean holds = new AtomicBoolean(true);
        List<Boolean> heard = new ArrayList<>();
        Leadership leadership = new Leadership();
        leadership.listen(heard::add);
        Fence fence = holds::get;
        leadership.begin(fence);
        assertThat(leadership.leading()).isTrue();
        holds.set(false);
        assertThat(leadership.leading()).isFalse();
        leadership.observe();
        leadership.observe();
        holds.set(true);
        leadership.observe();
        leadership.cease(fence);
        assertThat(leadership.leading()).isFalse();
        assertThat(heard).containsExactly(false, true, false, true, false);
    }

    @Test
    void theEndOfAnEarlierTurnDoesNotEndTheNext() {
        Leadership leadership = new Leadership();
        Fence earlier = () -> true;
        Fence now = () -> true;
        leadership.begin(earlier);
        leadership.begin(now);
        leadership.cease(earlier);
        assertThat(leadership.leading()).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
