package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.resource.IpAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every balancer keeps, and how evenly each spreads. */
class BalancerTest {
    private static final int LANES = 4;

    /** The balancers under test. */
    enum Kind {
        ROUND_ROBIN,
        LEAST_REQUEST;

        Balancer create() {
            return this == ROUND_ROBIN ? new RoundRobin(LANES) : new LeastRequest(LANES);
        }
    }

    private final Attempted attempted = new Attempted();

    private static EndpointRuntime[] endpoints(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new EndpointRuntime(
                        new EndpointId(new IpAddress("10.0." + i / 256 + "." + i % 256), 80, EndpointId.PLAIN), LANES))
                .toArray(EndpointRuntime[]::new);
    }

    private int[] counts(Balancer balancer, EndpointRuntime[] endpoints, int picks) {
        int[] counts = new int[endpoints.length];
        for (int i = 0; i < picks; i++) {
            counts[Arrays.asList(endpoints).indexOf(balancer.pick(endpoints, 1, attempted))]++;
        }
        return counts;
    }

    @ParameterizedTest
    @EnumSource
    void noEndpointIsPickedOfNone(Kind kind) {
        assertThat(kind.create().pick(new EndpointRuntime[0], 0, attempted)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void retiredAndAttemptedEndpointsAreNeverPicked(Kind kind) {
        EndpointRuntime[] endpoints = endpoints(8);
        endpoints[2].retired(true);
        attempted.add(endpoints[5]);

        int[] counts = counts(kind.create(), endpoints, 4000);

        assertThat(counts[2]).isZero();
        assertThat(counts[5]).isZero();
        assertThat(Arrays.stream(counts).filter(count -> count > 0)).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void everyEndpointIsTriedBeforeThereIsNone(Kind kind) {
        Balancer balancer = kind.create();
        EndpointRuntime[] endpoints = endpoints(9);
        Set<EndpointRuntime> seen = new HashSet<>();
        for (EndpointRuntime next = balancer.pick(endpoints, 0, attempted);
                next != null;
                next = balancer.pick(endpoints, 0, attempted)) {
            seen.add(next);
            attempted.add(next);
        }

        assertThat(seen).containsExactlyInAnyOrder(endpoints);
        assertThat(attempted.size()).isEqualTo(9);
        attempted.clear();
        assertThat(balancer.pick(endpoints, 0, attempted)).isNotNull();
    }

    @Test
    void roundRobinIsExactWithinALane() {
        int[] counts = counts(new RoundRobin(LANES), endpoints(7), 700);

        assertThat(counts).containsOnly(100);
    }

    @Test
    void roundRobinGoesOnWhenEndpointsChange() {
        RoundRobin balancer = new RoundRobin(LANES);
        EndpointRuntime[] endpoints = endpoints(4);
        EndpointRuntime[] fewer = Arrays.copyOf(endpoints, 3);
        counts(balancer, endpoints, 10);

        assertThat(counts(balancer, fewer, 300)).containsOnly(100);
    }

    @Test
    void lanesOfRoundRobinDoNotBeginAtTheSamePlace() {
        EndpointRuntime[] endpoints = endpoints(200);
        Set<EndpointRuntime> firsts = new HashSet<>();
        for (int replica = 0; replica < 50; replica++) {
            firsts.add(new RoundRobin(LANES).pick(endpoints, replica % LANES, attempted));
        }

        assertThat(firsts).hasSizeGreaterThan(25);
    }

    @Test
    void leastRequestSpreadsEvenlyOverIdleEndpoints() {
        int[] counts = counts(new LeastRequest(LANES), endpoints(10), 20_000);

        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(1700, 2300));
    }

    @Test
    void leastRequestAvoidsBusyEndpoints() {
        EndpointRuntime[] endpoints = endpoints(4);
        for (int i = 0; i < 100; i++) {
            endpoints[0].begun(i % LANES);
        }
        int[] counts = counts(new LeastRequest(LANES), endpoints, 6000);

        assertThat(counts[0]).isZero();
        assertThat(counts[1]).isBetween(1700, 2300);
    }

    @Test
    void leastRequestKeepsHeldRequestsNearlyEven() {
        EndpointRuntime[] endpoints = endpoints(20);
        LeastRequest balancer = new LeastRequest(LANES);
        for (int i = 0; i < 10_000; i++) {
            EndpointRuntime picked = Objects.requireNonNull(balancer.pick(endpoints, i % LANES, attempted));
            picked.begun(i % LANES);
        }

        assertThat(endpoints)
                .allSatisfy(endpoint -> assertThat(endpoint.inFlight()).isBetween(495L, 505L));
    }

    /** An outlook is of the next pick of any lane, so every lane's next picks are counted against it. */
    @ParameterizedTest
    @EnumSource
    void anOutlookTellsWhatIsPickedAndChangesNothing(Kind kind) {
        EndpointRuntime[] endpoints = endpoints(5);
        endpoints[1].retired(true);
        for (int i = 0; i < 3; i++) {
            endpoints[4].begun(0);
        }
        Balancer balancer = kind.create();
        Outlook outlook = balancer.outlook(endpoints, endpoint -> !endpoint.retired());

        assertThat(outlook.chances().stream().mapToDouble(Outlook.Chance::share).sum())
                .isEqualTo(1, within(1e-9));
        assertThat(outlook.chances().get(1).share()).isZero();
        assertThat(balancer.outlook(endpoints, endpoint -> !endpoint.retired())).isEqualTo(outlook);
        if (kind == Kind.ROUND_ROBIN) {
            for (int lane = 0; lane < LANES; lane++) {
                int picked = Arrays.asList(endpoints).indexOf(balancer.pick(endpoints, lane, attempted));
                assertThat(outlook.chances().get(picked).share()).isPositive();
            }
        } else {
            int[] counts = counts(balancer, endpoints, 100_000);
            for (int i = 0; i < counts.length; i++) {
                assertThat(counts[i] / 100_000.0)
                        .isEqualTo(outlook.chances().get(i).share(), within(0.02));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyHasAChanceWhereNobodyCanBePicked(Kind kind) {
        assertThat(kind.create().outlook(endpoints(3), endpoint -> false).chances())
                .extracting(Outlook.Chance::share)
                .containsOnly(0.0);
        assertThat(kind.create().outlook(endpoints(1), endpoint -> true).chances())
                .extracting(Outlook.Chance::share)
                .containsExactly(1.0);
        assertThat(kind.create().outlook(endpoints(0), endpoint -> true).chances())
                .isEmpty();
        assertThat(new LeastRequest(1)
                        .outlook(endpoints(300), endpoint -> true).chances().stream()
                                .mapToDouble(Outlook.Chance::share)
                                .sum())
                .isEqualTo(1, within(1e-9));
    }
}
