package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKind;
import dev.sluice.publish.Sample;
import dev.sluice.receipt.book.Changes;
import dev.sluice.state.ObservedIngress;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Refused;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receipts where data planes follow different replicas. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class ReceiptsOfAllTest {
    private static final String WEB = "/api/v1/receipts?namespace=default&name=web";

    private TwoReplicas replicas;
    private StreamClient ofLeader;
    private StreamClient ofOther;

    @BeforeEach
    void start() throws Exception {
        replicas = new TwoReplicas(Map.of(), source -> new Outside(source, Optional.empty(), Optional.empty()));
        replicas.begin(
                Sample.ingressClass(),
                Sample.slice("web", "10.0.0.1"),
                Sample.service("web"),
                web("4", 1, "web.example"));
        ofLeader = replicas.leader.connect("n1");
        ofOther = replicas.other.connect("n2");
        ofLeader.applyNext();
        ofOther.applyNext();
        for (Running each : replicas.both()) {
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> live(TwoReplicas.json(each, WEB), 2));
        }
    }

    @AfterEach
    void stop() {
        ofLeader.close();
        ofOther.close();
        replicas.close();
    }

    @Test
    void aChangeIsLiveWhenDataPlanesOfTheOtherReplicaHaveItTooAndWhoWaitsIsToldThen() throws Exception {
        replicas.seen(web("200", 2, "a.example"));
        CompletableFuture<HttpResponse<String>> waiting = waiting(replicas.leader);
        CompletableFuture<HttpResponse<String>> elsewhere = waiting(replicas.other);
        ofLeader.applyNext();
        AssembledUpdate unanswered = ofOther.next();
        for (Running each : replicas.both()) {
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> {
                JsonNode fleet = TwoReplicas.json(each, WEB).at("/fleets/0");
                return fleet.path("live").asInt() == 1 && fleet.path("of").asInt() == 2;
            });
            assertThat(TwoReplicas.json(each, WEB)
                            .at("/fleets/0/missing/0/node")
                            .asText())
                    .isEqualTo("n2");
        }
        assertThat(waiting).isNotDone();
        assertThat(elsewhere).isNotDone();
        ofOther.apply(unanswered);
        for (CompletableFuture<HttpResponse<String>> each : java.util.List.of(waiting, elsewhere)) {
            JsonNode answer =
                    new ObjectMapper().readTree(each.get(30, TimeUnit.SECONDS).body());
            assertThat(live(answer, 2)).as(answer.toPrettyString()).isTrue();
            assertThat(answer.path("resourceVersion").asText()).isEqualTo("200");
        }
    }

    @Test
    void aDataPlaneOfTheOtherReplicaThatRefusesIsNamedWithItsReason() throws Exception {
        replicas.seen(web("200", 2, "a.example"));
        ofLeader.applyNext();
        AssembledUpdate update = ofOther.next();
        String route = update.upserts().stream()
                .filter(resource -> resource.key().kind() == ResourceKind.ROUTE)
                .map(resource -> resource.key().id())
                .findFirst()
                .orElseThrow();
        ofOther.send(FromDataPlane.newBuilder()
                .setAck(Ack.newBuilder()
                        .setVersion(WireCodec.toWire(update.to()))
                        .addRefused(Refused.newBuilder()
                                .setKey(WireCodec.toWire(new RouteKey(route)))
                                .setReason("unknown policy"))));
        for (Running each : replicas.both()) {
            Awaitility.await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
                JsonNode missing = TwoReplicas.json(each, WEB).at("/fleets/0/missing/0");
                assertThat(missing.path("node").asText()).isEqualTo("n2");
                assertThat(missing.path("reason").asText()).contains("refuses Route " + route + ": unknown policy");
            });
        }
    }

    private static boolean live(JsonNode answer, int planes) {
        return answer.path("live").asBoolean()
                && answer.at("/fleets/0/live").asInt() == planes
                && answer.at("/fleets/0/of").asInt() == planes;
    }

    private static CompletableFuture<HttpResponse<String>> waiting(Running running) {
        return running.ask(WEB + "&resourceVersion=200&wait=60s");
    }

    private static ObservedIngress web(String version, long generation, String host) {
        ObservedIngress meta = Changes.ingress("web", version, generation, Map.of());
        return Sample.ingress("web", host, "web").withMeta(meta.meta());
    }
}
