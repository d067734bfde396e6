package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class MembershipTest {
    @Test
    void aNodeThatIsAloneBeginsAClusterAndAnotherJoinsIt() {
        ActorSystem<Void> first = start(List.of());
        ActorSystem<Void> second = null;
        try {
            awaitMembers(first, 1);
            second = start(List.of(Cluster.get(first).selfMember().address().toString()));
            awaitMembers(first, 2);
            awaitMembers(second, 2);
        } finally {
            first.terminate();
            if (second != null) {
                second.terminate();
            }
        }
    }

    @Test
    void withoutAClusterTheSystemIsLocal() {
        ClusterSettings none = new ClusterSettings(false, "127.0.0.1", 25520, List.of());
        assertThat(none.over(ConfigFactory.load()).getString("akka.actor.provider"))
                .isEqualTo("local");
    }

    private static ActorSystem<Void> start(List<String> seeds) {
        ClusterSettings settings = new ClusterSettings(true, "127.0.0.1", 0, seeds);
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), ClusterSettings.SYSTEM, settings.over(ConfigFactory.load()));
        Membership.begin(system, settings);
        return system;
    }

    private static void awaitMembers(ActorSystem<Void> system, int count) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(Cluster.get(system).state().getMembers())
                        .hasSize(count)
                        .allMatch(member -> member.status() == MemberStatus.up()));
    }
}
