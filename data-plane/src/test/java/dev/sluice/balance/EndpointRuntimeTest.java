package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.resource.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What requests change about an endpoint, from the first one on. */
class EndpointRuntimeTest {
    private static final int LANES = 4;
    private static final int ROUNDS = 500;

    private static EndpointRuntime endpoint() {
        return new EndpointRuntime(new EndpointId(new IpAddress("10.0.0.1"), 8080, EndpointId.PLAIN), LANES);
    }

    @Test
    void anEndpointThatNothingWasSentToHasNothingUnderWayAndNoPools() {
        EndpointRuntime endpoint = endpoint();

        assertThat(endpoint.inFlight()).isZero();
        assertThat(endpoint.pool(3)).isNull();
        assertThat(endpoint.socketAddress().getPort()).isEqualTo(8080);
    }

    @Test
    void requestsAreCountedOverAllLanes() {
        EndpointRuntime endpoint = endpoint();

        endpoint.begun(0);
        endpoint.begun(3);
        endpoint.begun(3);
        endpoint.ended(0);

        assertThat(endpoint.inFlight()).isEqualTo(2);
    }

    @Test
    void anEndpointFailsFromTheFirstAttemptThatFailedUntilItAnswers() {
        EndpointRuntime endpoint = endpoint();
        endpoint.answered();
        assertThat(endpoint.failing()).isNull();

        endpoint.failed("connect-failed", 5);
        endpoint.failed("connect-timeout", 7);
        assertThat(endpoint.failing()).isEqualTo(new Failing(2, "connect-timeout", 5));

        endpoint.answered();
        assertThat(endpoint.failing()).isNull();
    }

    @Test
    void poolsAreApartForEachLane() {
        EndpointRuntime endpoint = endpoint();

        endpoint.pool(1, "pool of lane 1");

        assertThat(endpoint.pool(1)).isEqualTo("pool of lane 1");
        assertThat(endpoint.pool(0)).isNull();
    }

    @Test
    void lanesThatSendTheFirstRequestAtOnceLoseNoCountAndNoPool() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
            for (int round = 0; round < ROUNDS; round++) {
                EndpointRuntime endpoint = endpoint();
                CyclicBarrier together = new CyclicBarrier(LANES);
                List<Future<?>> lanes = new ArrayList<>();
                for (int lane = 0; lane < LANES; lane++) {
                    int own = lane;
                    lanes.add(threads.submit(() -> {
                        together.await();
                        endpoint.begun(own);
                        endpoint.pool(own, own);
                        return own;
                    }));
                }
                for (Future<?> lane : lanes) {
                    assertThat(lane.get()).isEqualTo(endpoint.pool((int) lane.get()));
                }
                assertThat(endpoint.inFlight()).isEqualTo(LANES);
            }
        }
    }
}
