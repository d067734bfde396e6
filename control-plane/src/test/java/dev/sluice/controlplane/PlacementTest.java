package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.publish.Sample;
import dev.sluice.resource.EndpointSet;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Data planes move between two replicas over real streams while endpoints change all the time. The one address counts,
 * so that a data plane that goes back is seen.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class PlacementTest {
    private static final EndpointSetKey WEB = new EndpointSetKey("default/web:http");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int DATA_PLANES = 6;

    private final List<RovingClient> dataPlanes = new ArrayList<>();
    private TwoReplicas replicas;
    private List<Running> watching = List.of();
    private int edits;

    @BeforeEach
    void start() throws Exception {
        replicas = new TwoReplicas(
                Map.of("placement.patience", "1s", "placement.change-over", "5s"),
                source -> new Outside(source, Optional.empty(), Optional.empty()));
        replicas.begin(
                Sample.ingressClass(),
                Sample.service("web"),
                Sample.ingress("web", "web.example", "web"),
                Sample.slice("web", "10.0.0.0"));
        watching = replicas.both();
        for (int i = 0; i < DATA_PLANES; i++) {
            dataPlanes.add(new RovingClient("n" + i, replicas.leader.plane.discoveryPort()));
        }
    }

    @AfterEach
    void stop() {
        dataPlanes.forEach(RovingClient::close);
        replicas.close();
    }

    @Test
    void someMoveToAReplicaThatHoldsFewerAndAllFromOneThatLeaves() throws Exception {
        editUntil(this::spread);
        assertWell();
        watching = List.of(replicas.leader);
        Thread leaving = Thread.ofVirtual().start(replicas.other::close);
        editUntil(() -> held(replicas.leader) == DATA_PLANES);
        assertThat(leaving.join(LIMIT)).isTrue();
        Awaitility.await().atMost(LIMIT).until(this::allHaveTheNewest);
        dataPlanes.forEach(PlacementTest::assertNeverBack);
    }

    @Test
    void allMoveFromAReplicaThatCannotBeSureAndSomeComeBackWhenItCan() throws Exception {
        watching = List.of(replicas.other, replicas.leader); // who moves finds nothing older there
        editUntil(this::spread);
        try (StreamClient immovable = replicas.leader.connect("immovable")) {
            immovable.applyNext();
            replicas.leader.source.fallSilent(true);
            editUntil(() -> held(replicas.other) == DATA_PLANES);
            Status status = immovable.ended().get();
            assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(status.getDescription())
                    .isEqualTo("this replica cannot make sure that it is up to date, and another can");
        }
        try (StreamClient late = replicas.leader.connect("late")) {
            assertThat(late.ended().get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        Awaitility.await().atMost(LIMIT).until(this::allHaveTheNewest);
        replicas.leader.source.fallSilent(false);
        editUntil(this::spread);
        Awaitility.await().atMost(LIMIT).until(this::allHaveTheNewest);
        assertWell();
    }

    /** With one more than its share a replica is content. */
    private boolean spread() {
        int here = held(replicas.leader);
        int there = held(replicas.other);
        return here >= 2 && there >= 2 && here + there == DATA_PLANES;
    }

    private static int held(Running replica) {
        return replica.plane.stages().dataPlanes().size();
    }

    private void editUntil(BooleanSupplier holds) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            boolean now = holds.getAsBoolean();
            if (!now) {
                edits++;
                String address = "10.0." + edits / 256 + "." + edits % 256;
                watching.forEach(each -> each.source.apply(Sample.slice("web", address)));
            }
            return now;
        });
    }

    private boolean allHaveTheNewest() {
        return dataPlanes.stream()
                .allMatch(dataPlane -> dataPlane.applied().size() > 0
                        && count(dataPlane.applied().getLast()) == edits);
    }

    /** None was ever without a stream or went back. */
    private void assertWell() {
        for (RovingClient dataPlane : dataPlanes) {
            assertThat(dataPlane.gaps()).isZero();
            assertNeverBack(dataPlane);
        }
    }

    private static void assertNeverBack(RovingClient dataPlane) {
        assertThat(dataPlane.faults()).isEmpty();
        assertThat(dataPlane.applied().stream().map(PlacementTest::count)).isSorted();
    }

    private static int count(RovingClient.Applied applied) {
        EndpointSet web = (EndpointSet) applied.resource(WEB).orElseThrow();
        String[] parts = web.endpoints().getFirst().address().text().split("\\.", -1);
        return Integer.parseInt(parts[2]) * 256 + Integer.parseInt(parts[3]);
    }
}
