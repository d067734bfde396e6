package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKind;
import dev.sluice.key.Version;
import dev.sluice.publish.Sample;
import dev.sluice.resource.EndpointSet;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.state.ObservedObject;
import dev.sluice.status.StatusTarget;
import dev.sluice.status.StatusWrite;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Health;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole control plane on real sockets, between a scripted source and a small data plane. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ControlPlaneTest {
    private static final EndpointSetKey WEB = new EndpointSetKey("default/web:http");

    @Test
    void aNewDataPlaneIsGivenEverythingAndThenOnlyWhatChanges() throws Exception {
        try (Running running = new Running();
                StreamClient client = running.connect("n1")) {
            web(running);
            AssembledUpdate first = client.applyNext();
            assertThat(first.from()).isEmpty();
            assertThat(kinds(first)).contains(ResourceKind.ROUTE, ResourceKind.UPSTREAM, ResourceKind.ENDPOINT_SET);

            running.source.apply(Sample.slice("web", "10.0.0.1", "10.0.0.2"));
            AssembledUpdate second = client.applyNext();
            assertThat(second.from()).contains(first.to());
            assertThat(kinds(second)).containsExactly(ResourceKind.ENDPOINT_SET);
            assertThat(client.resource(WEB))
                    .hasValueSatisfying(
                            set -> assertThat(((EndpointSet) set).endpoints()).hasSize(2));
        }
    }

    @Test
    void aRouteComesTogetherWithItsEndpoints() throws Exception {
        try (Running running = new Running();
                StreamClient client = running.connect("n1")) {
            web(running);
            client.applyNext();
            running.source.apply(Sample.slice("shop", "10.0.1.1"));
            running.source.apply(Sample.service("shop"));
            running.source.apply(Sample.ingress("shop", "shop.example", "shop"));
            assertThat(kinds(client.applyNext()))
                    .contains(ResourceKind.ENDPOINT_SET, ResourceKind.UPSTREAM, ResourceKind.ROUTE);
        }
    }

    @Test
    void nothingIsSentBeforeEveryKindHasSynced() throws Exception {
        try (Running running = new Running();
                StreamClient early = running.connect("early")) {
            running.source.apply(Sample.ingressClass());
            running.source.apply(Sample.ingress("web", "web.example", "web"));
            assertThat(running.plane.whenReady()).isNotDone();
            running.source.begin(Sample.service("web"), Sample.slice("web", "10.0.0.1"));
            AssembledUpdate first = early.applyNext();
            assertThat(kinds(first)).contains(ResourceKind.ROUTE, ResourceKind.UPSTREAM, ResourceKind.ENDPOINT_SET);
            assertThat(running.plane.whenReady()).isDone();
        }
    }

    @Test
    void whoComesBackWithAKnownVersionIsGivenTheDifference() throws Exception {
        try (Running running = new Running()) {
            web(running);
            StreamClient before = running.connect("n1");
            before.applyNext();
            before.close();
            running.source.apply(Sample.slice("web", "10.0.0.9"));
            try (StreamClient witness = running.connect("n2");
                    StreamClient after = new StreamClient(running.plane.discoveryPort())) {
                while (!address(witness).equals("10.0.0.9:8080")) {
                    witness.applyNext();
                }
                after.resume(before, "n1");
                AssembledUpdate difference = after.applyNext();
                assertThat(difference.from()).contains(before.serving());
                assertThat(kinds(difference)).containsExactly(ResourceKind.ENDPOINT_SET);
            }
        }
    }

    @Test
    void whoComesBackCurrentIsToldSo() throws Exception {
        try (Running running = new Running()) {
            web(running);
            StreamClient before = running.connect("n1");
            before.applyNext();
            before.close();
            try (StreamClient after = new StreamClient(running.plane.discoveryPort())) {
                after.resume(before, "n1");
                AssembledUpdate nothing = after.applyNext();
                assertThat(nothing.from()).contains(before.serving());
                assertThat(nothing.upserts()).isEmpty();
                assertThat(nothing.removes()).isEmpty();
            }
        }
    }

    @Test
    void anUnknownVersionAndANackAreAnsweredWithEverything() throws Exception {
        try (Running running = new Running();
                StreamClient client = new StreamClient(running.plane.discoveryPort())) {
            web(running);
            client.hello("n1", "default", Optional.of(Version.NONE));
            AssembledUpdate first = client.next();
            assertThat(first.from()).isEmpty();
            client.nack(first);
            AssembledUpdate again = client.applyNext();
            assertThat(again.from()).isEmpty();
            assertThat(again.to()).isEqualTo(first.to());
        }
    }

    @Test
    void aFleetThatNobodyPublishesToGetsAnEmptyTable() throws Exception {
        try (Running running = new Running();
                StreamClient edge = StreamClient.of(running.plane.discoveryPort(), "n1", "edge")) {
            web(running);
            AssembledUpdate empty = edge.applyNext();
            assertThat(empty.from()).isEmpty();
            assertThat(empty.upserts()).isEmpty();
        }
    }

    @Test
    void aSecondStreamOfTheSameDataPlaneTakesTheFirstOnesPlace() throws Exception {
        try (Running running = new Running();
                StreamClient first = running.connect("n1")) {
            web(running);
            first.applyNext();
            try (StreamClient second = running.connect("n1")) {
                second.applyNext();
                assertThat(first.ended().get().getCode()).isEqualTo(Status.Code.ABORTED);
                assertThat(running.plane.stages().dataPlanes()).hasSize(1);
            }
        }
    }

    @Test
    void moreDataPlanesThanThereMayBeAreTurnedAway() throws Exception {
        try (Running running = new Running(Map.of("discovery.max-data-planes", 1), Optional.empty());
                StreamClient first = running.connect("n1")) {
            web(running);
            first.applyNext();
            try (StreamClient second = running.connect("n2")) {
                assertThat(second.ended().get().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            }
        }
    }

    @Test
    void aStreamThatDoesNotBeginWithAProperHelloIsEnded() throws Exception {
        try (Running running = new Running(Map.of("discovery.hello-timeout", "100ms"), Optional.empty())) {
            int port = running.plane.discoveryPort();
            try (StreamClient rude = new StreamClient(port);
                    StreamClient silent = new StreamClient(port);
                    StreamClient odd = StreamClient.of(port, "n1", "Not A Fleet")) {
                rude.send(FromDataPlane.newBuilder().setHealth(Health.getDefaultInstance()));
                assertThat(rude.ended().get().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                assertThat(silent.ended().get().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
                assertThat(odd.ended().get().getDescription()).contains("fleet 'Not A Fleet'");
            }
        }
    }

    @Test
    void whenItStopsDataPlanesAreSentElsewhere() throws Exception {
        Running running = new Running();
        try (StreamClient client = running.connect("n1")) {
            web(running);
            client.applyNext();
            running.close();
            assertThat(client.ended().get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(running.source.closed()).isTrue();
            assertThat(running.plane.whenStopped()).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsFlag() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> new Running(Map.of("discovery.port", port), Optional.empty()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("--discovery-port");
            assertThatThrownBy(() -> new Running(Map.of("api.port", port), Optional.empty()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("--api-port");
        }
    }

    @Test
    void statusesAreWrittenForWhatIsOursAndOnlyWhereTheyDiffer() throws Exception {
        BlockingQueue<StatusWrite> written = new LinkedBlockingQueue<>();
        StatusTarget target = (write, leading) -> {
            written.add(write);
            return new StatusTarget.Outcome.Written();
        };
        try (Running running = new Running(Map.of("publish.status-address", "192.0.2.1"), Optional.of(target))) {
            running.source.begin(
                    Sample.ingressClass(),
                    Sample.service("web"),
                    Sample.ingress("web", "web.example", "web"),
                    Sample.ingress("shown", "shown.example", "web", "192.0.2.1"));
            StatusWrite write = written.poll(10, TimeUnit.SECONDS);
            assertThat(write).isNotNull();
            assertThat(write.intent().object().name()).isEqualTo("web");
            assertThat(write.intent().addresses()).containsExactly(new LoadBalancerAddress("192.0.2.1", ""));
            assertThat(written).isEmpty();
        }
    }

    @Test
    void aLargeTableComesInPartsThatFitAndIsWholeAtTheEnd() throws Exception {
        try (Running running = new Running();
                StreamClient client = running.connect("n1")) {
            List<ObservedObject> objects = new ArrayList<>(List.of(Sample.ingressClass()));
            for (int i = 0; i < 5000; i++) {
                objects.add(Sample.service("s" + i));
                objects.add(Sample.ingress("i" + i, "h" + i + ".example", "s" + i));
            }
            running.source.begin(objects.toArray(new ObservedObject[0]));
            AssembledUpdate first = client.applyNext();
            assertThat(first.upserts()).hasSizeGreaterThan(15_000);
            running.source.apply(Sample.slice("s7", "10.0.0.7"));
            assertThat(client.applyNext().upserts()).hasSize(1);
        }
    }

    @Test
    void oneNodeBeginsAClusterWhenItIsToldTo() throws Exception {
        Map<String, Object> clustered = Map.of("cluster.enabled", true, "cluster.port", 0);
        try (Running running = new Running(clustered, Optional.empty());
                StreamClient client = running.connect("n1")) {
            web(running);
            assertThat(client.applyNext().upserts()).isNotEmpty();
        }
    }

    private static void web(Running running) {
        running.source.begin(
                Sample.ingressClass(),
                Sample.slice("web", "10.0.0.1"),
                Sample.service("web"),
                Sample.ingress("web", "web.example", "web"));
    }

    private static String address(StreamClient client) throws Exception {
        return client.resource(WEB)
                .map(set -> ((EndpointSet) set).endpoints().getFirst().authority())
                .orElse("");
    }

    private static List<ResourceKind> kinds(AssembledUpdate update) {
        return update.upserts().stream()
                .map(EncodedResource::key)
                .map(key -> key.kind())
                .distinct()
                .toList();
    }
}
