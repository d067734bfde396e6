package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sluice.cluster.ClusterSettings.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three members, one of which is cut off; with the times that are shipped. */
final class SplitIT {
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);

    private final Network network = new Network();
    private final List<Replica> replicas = new ArrayList<>();
    private final ActorSystem<Void> main = ActorSystem.create(
            Behaviors.empty(),
            "main",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));

    @AfterEach
    void stop() throws Exception {
        replicas.forEach(Replica::close);
        main.terminate();
        network.close();
    }

    @Test
    void whenTheLeaderIsCutOffAnotherLeadsNeverBothAndItComesBackByItself() throws Exception {
        form();
        Replica cut = leading().findFirst().orElseThrow();
        network.cut(own(replicas.indexOf(cut)));
        Awaitility.await().atMost(TAKE_OVER).until(() -> {
            assertThat(leading().count()).isLessThanOrEqualTo(1);
            return leading().anyMatch(replica -> replica != cut);
        });
        assertThat(cut.leadership.leading()).isFalse();
        Awaitility.await().atMost(Replica.LIMIT).until(() -> cut.part.incarnations() > 1);
        assertThat(cut.part.lastEnd()).isEqualTo("ClusterDowning");
        assertThat(main.getWhenTerminated().toCompletableFuture()).isNotDone();
        network.heal(own(replicas.indexOf(cut)));
        replicas.forEach(replica -> replica.awaitUp(3));
        assertThat(leading().count()).isEqualTo(1);
        assertThat(replicas.stream().filter(one -> one != cut)).allMatch(one -> one.part.incarnations() == 1);
    }

    private void form() throws Exception {
        List<ClusterSettings> settings = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            settings.add(Replica.settings(front(i), new Security.PlainText()));
        }
        Listed seeds = new Listed(
                settings.stream().map(one -> one.host() + ":" + one.port()).toList());
        for (int i = 0; i < 3; i++) {
            network.relay(front(i), own(i), settings.get(i).port());
            replicas.add(new Replica(
                    settings.get(i), seeds, behindRelay(i, settings.get(i).port())));
        }
        replicas.forEach(replica -> replica.awaitUp(3));
        Awaitility.await().until(() -> leading().count() == 1);
    }

    private Stream<Replica> leading() {
        return replicas.stream().filter(replica -> replica.leadership.leading());
    }

    private static Config behindRelay(int index, int port) {
        return ConfigFactory.parseMap(Map.of(
                "akka.remote.artery.bind.hostname", own(index),
                "akka.remote.artery.bind.port", port,
                "akka.remote.artery.advanced.tcp.outbound-client-hostname", own(index)));
    }

    /** Under which the others know it. */
    private static String front(int index) {
        return "127.0.0." + (71 + index);
    }

    /** Where it listens, and from which it connects. */
    private static String own(int index) {
        return "127.0.0." + (81 + index);
    }
}
