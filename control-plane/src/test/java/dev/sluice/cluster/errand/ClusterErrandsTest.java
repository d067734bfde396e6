package dev.sluice.cluster.errand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.ClusterSettings.Security;
import dev.sluice.cluster.Listed;
import dev.sluice.cluster.Replica;
import dev.sluice.replica.Errands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Replicas in one JVM over real Artery. */
final class ClusterErrandsTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** A replica, and its errands. */
    private static final class One implements AutoCloseable {
        final ClusterErrands errands = new ClusterErrands(LIMIT, 2);
        final Replica replica;

        One(String host, String... seeds) {
            replica = new Replica(
                    Replica.settings(host, new Security.PlainText()),
                    new Listed(List.of(seeds)),
                    Replica.QUICK,
                    leadership -> List.of(errands.actor()));
        }

        String ask(String node) throws Exception {
            Optional<byte[]> answer = errands.run(node, "command".getBytes(StandardCharsets.UTF_8))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            return answer.map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElse("nobody");
        }

        @Override
        public void close() {
            replica.close();
        }
    }

    private static Errands.Desk serving(String only) {
        return (node, command) -> CompletableFuture.completedFuture(
                node.equals(only)
                        ? Optional.of((node + " was asked " + new String(command, StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8))
                        : Optional.empty());
    }

    @Test
    void theReplicaThatServesADataPlaneAsksItWhicheverWasTold() throws Exception {
        try (One first = new One("127.0.0.1");
                One second = new One("127.0.0.2", first.replica.address());
                One third = new One("127.0.0.3", first.replica.address())) {
            second.errands.serve(serving("edge-2"));
            third.errands.serve(serving("edge-3"));
            first.replica.awaitUp(3);
            assertThat(first.ask("edge-2")).isEqualTo("edge-2 was asked command");
            assertThat(first.ask("edge-3")).isEqualTo("edge-3 was asked command");
            assertThat(first.ask("edge-4")).isEqualTo("nobody");
        }
    }

    @Test
    void aReplicaThatIsAloneHasNobodyToAskAndSaysSoAtOnce() throws Exception {
        try (One only = new One("127.0.0.1")) {
            only.replica.awaitUp(1);
            assertThat(only.ask("edge")).isEqualTo("nobody");
        }
    }

    @Test
    void oneThatDoesNotAnswerIsWaitedForAsLongAsIsAllowedAndNoLonger() throws Exception {
        try (One first = new One("127.0.0.1");
                One second = new One("127.0.0.2", first.replica.address())) {
            second.errands.serve((node, command) -> new CompletableFuture<>());
            first.replica.awaitUp(2);
            assertThat(first.ask("edge")).isEqualTo("nobody");
        }
    }
}
