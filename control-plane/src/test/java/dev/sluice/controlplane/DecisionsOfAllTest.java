package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.key.ResourceKind;
import dev.sluice.key.Version;
import dev.sluice.publish.Sample;
import dev.sluice.rollout.kubernetes.ConfigMapSettings;
import dev.sluice.rollout.kubernetes.ConfigMapStore;
import dev.sluice.state.ObservedObject;
import dev.sluice.wire.AssembledUpdate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Decisions that are asked of a replica that does not lead. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class DecisionsOfAllTest {
    private static final ConfigMapSettings CONFIG_MAPS =
            new ConfigMapSettings("sluice", "sluice-decision", 4 << 20, 6 << 20);
    private static final ObservedObject[] WEB = {
        Sample.ingressClass(),
        Sample.service("web"),
        Sample.service("shop"),
        Sample.slice("web", "10.0.0.1"),
        Sample.ingress("web", "web.example", "web")
    };
    private static final ObservedObject SHOP = Sample.ingress("shop", "shop.example", "shop");

    private final KubernetesMockServer api = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private KubernetesClient client;

    @BeforeEach
    void start() {
        api.init();
        client = api.createClient();
    }

    @AfterEach
    void stop() {
        client.close();
        api.destroy();
    }

    private TwoReplicas kept() throws Exception {
        return new TwoReplicas(
                Map.of(),
                source -> new Outside(
                        source,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new ConfigMapStore(client, CONFIG_MAPS, Clock.systemUTC()))));
    }

    @Test
    void whatAReplicaThatDoesNotLeadIsAskedHoldsForAllAndOverARestartOfAll() throws Exception {
        Version frozen;
        try (TwoReplicas replicas = kept()) {
            replicas.begin(WEB);
            try (StreamClient ofLeader = replicas.leader.connect("n1");
                    StreamClient ofOther = replicas.other.connect("n2")) {
                ofLeader.applyNext();
                ofOther.applyNext();
                decide(replicas.other, "freeze");
                frozen = ofOther.applyNext().to();
                assertThat(ofLeader.applyNext().to().digest()).isEqualTo(frozen.digest());
                assertThat(ofLeader.serving().decision()).isEqualTo(1);
                for (Running each : replicas.both()) {
                    awaitCourse(each, "hold", 1);
                }
                replicas.apply(SHOP);
                replicas.apply(Sample.slice("web", "10.0.0.1", "10.0.0.2"));
                assertThat(endpointsOnly(ofLeader.applyNext())).isTrue();
                assertThat(endpointsOnly(ofOther.applyNext())).isTrue();
            }
        }
        try (TwoReplicas replicas = kept()) {
            for (Running each : replicas.both()) {
                each.source.apply(SHOP); // it changed while nobody was there
            }
            replicas.begin(WEB);
            try (StreamClient ofLeader = replicas.leader.connect("n3");
                    StreamClient ofOther = replicas.other.connect("n4")) {
                for (StreamClient each : new StreamClient[] {ofLeader, ofOther}) {
                    Version first = each.applyNext().to();
                    assertThat(first.decision()).isEqualTo(1);
                    assertThat(first.digest()).isEqualTo(frozen.digest());
                }
                decide(replicas.other, "unfreeze");
                for (StreamClient each : new StreamClient[] {ofLeader, ofOther}) {
                    AssembledUpdate thawed = each.applyNext();
                    assertThat(thawed.to().decision()).isEqualTo(2);
                    assertThat(thawed.upserts()).anyMatch(one -> one.key().kind() == ResourceKind.ROUTE);
                }
            }
        }
    }

    @Test
    void whereDecisionsAreKeptInMemoryAReplicaThatDoesNotLeadSaysWhoDoes() throws Exception {
        try (TwoReplicas replicas =
                new TwoReplicas(Map.of(), source -> new Outside(source, Optional.empty(), Optional.empty()))) {
            replicas.begin(WEB);
            HttpResponse<String> refused = post(replicas.other, "freeze");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("another replica leads", "/api/v1/members", "rollout.directory");
            decide(replicas.leader, "freeze");
            awaitCourse(replicas.other, "hold", 1);
        }
    }

    private static boolean endpointsOnly(AssembledUpdate update) {
        return update.upserts().stream().allMatch(one -> one.key().kind() == ResourceKind.ENDPOINT_SET);
    }

    private static void awaitCourse(Running running, String course, long number) {
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> {
            JsonNode decision = TwoReplicas.json(running, "/api/v1/decision");
            return decision.path("number").asLong() == number
                    && decision.at("/fleets/0/course").asText().equals(course);
        });
    }

    private static void decide(Running running, String action) throws Exception {
        HttpResponse<String> answer = post(running, action);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> post(Running running, String action) throws Exception {
        return running.decide("{\"action\":\"" + action + "\",\"who\":\"test\",\"why\":\"to see\"}");
    }
}
