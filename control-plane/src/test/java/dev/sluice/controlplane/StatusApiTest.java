package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.publish.Sample;
import dev.sluice.resource.SecretBytes;
import dev.sluice.state.Meta;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedSecret;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Health;
import dev.sluice.wire.v1.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The status API over HTTP. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class StatusApiTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Running running = new Running();

    @AfterEach
    void stop() {
        http.close();
        running.close();
    }

    @Test
    void itIsAliveAtOnceAndReadyWhenEverythingHasSynced() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        running.source.tell(Sample.synced(ObjectKind.SERVICE, 1));
        Awaitility.await().until(() -> get("/readyz").body().contains("Ingress.networking.k8s.io"));
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).contains("not synced yet").doesNotContain("Service,");
        web();
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void versionSaysWhatIsPublishedAndHowFarEachWatchIs() throws Exception {
        web();
        running.source.tell(new ObjectEvent.Disconnected(new WatchKey(ObjectKind.SERVICE, ""), "connection refused"));
        Awaitility.await().until(() -> get("/api/v1/version").body().contains("connection refused"));
        JsonNode answer = json("/api/v1/version");
        assertThat(answer.path("software").asText()).isEqualTo("1.2.3");
        assertThat(answer.path("epoch").asText()).isEqualTo("scripted#1");
        assertThat(answer.path("ready").asBoolean()).isTrue();
        JsonNode fleet = answer.path("fleets").path(0);
        assertThat(fleet.path("fleet").asText()).isEqualTo("default");
        assertThat(fleet.path("version").asText()).startsWith("scripted#1/0/");
        assertThat(fleet.path("resources").asInt()).isPositive();
        assertThat(answer.path("watches").findValuesAsText("state")).contains("synced", "disconnected");
    }

    @Test
    void routesNameTheirObjectHostPathAndEndpoints() throws Exception {
        web();
        JsonNode route = json("/api/v1/routes?host=web.example").path("items").path(0);
        assertThat(route.path("source").asText()).isEqualTo("Ingress default/web");
        assertThat(route.path("pathType").asText()).isEqualTo("prefix");
        assertThat(route.path("path").asText()).isEqualTo("/");
        JsonNode backend = route.path("backends").path(0);
        assertThat(backend.path("service").asText()).isEqualTo("Service default/web");
        assertThat(backend.path("endpoints").path(0).asText()).isEqualTo("10.0.0.1:8080");
        assertThat(route.path("refused").isNull()).isTrue();
    }

    @Test
    void aRouteWithoutItsServiceSaysWhyItIsRefusedAndIsAProblem() throws Exception {
        web();
        running.source.apply(Sample.ingress("lost", "lost.example", "nowhere"));
        Awaitility.await().until(() -> get("/api/v1/problems").body().contains("nowhere"));
        JsonNode route = json("/api/v1/routes?host=lost.example").path("items").path(0);
        assertThat(route.toString()).contains("service-not-found").contains("503");
        JsonNode problem = json("/api/v1/problems?object=Ingress%20default/lost")
                .path("items")
                .path(0);
        assertThat(problem.path("severity").asText()).isEqualTo("error");
        assertThat(problem.path("field").asText()).contains("backend");
    }

    @Test
    void longListsComeInPages() throws Exception {
        web();
        running.source.apply(Sample.ingress("b", "b.example", "web"));
        running.source.apply(Sample.ingress("c", "c.example", "web"));
        Awaitility.await()
                .until(() -> json("/api/v1/routes?object=Ingress%20default/c")
                                .path("total")
                                .asInt()
                        == 1);
        JsonNode first = json("/api/v1/routes?limit=2");
        int total = first.path("total").asInt();
        assertThat(total).isGreaterThanOrEqualTo(3);
        assertThat(first.path("items")).hasSize(2);
        JsonNode rest = json("/api/v1/routes?continue=" + first.path("continue").asText());
        assertThat(rest.path("items")).hasSize(total - 2);
        assertThat(rest.path("continue").asText()).isEmpty();
    }

    @Test
    void dataPlanesSayWhatTheyServeAndWhatTheyRefuse() throws Exception {
        web();
        try (StreamClient client = running.connect("n1")) {
            var update = client.next();
            var refused = update.upserts().getLast().key();
            client.send(FromDataPlane.newBuilder()
                    .setHealth(Health.newBuilder().setReady(true).setConnections(7)));
            client.send(FromDataPlane.newBuilder()
                    .setAck(Ack.newBuilder()
                            .setVersion(WireCodec.toWire(update.to()))
                            .addRefused(Refused.newBuilder()
                                    .setKey(WireCodec.toWire(refused))
                                    .setReason("an unknown policy"))));
            Awaitility.await().until(() -> get("/api/v1/dataplanes").body().contains("an unknown policy"));
            JsonNode plane = json("/api/v1/dataplanes").path("items").path(0);
            assertThat(plane.path("node").asText()).isEqualTo("n1");
            assertThat(plane.path("serving").asText()).isEqualTo(update.to().toString());
            assertThat(plane.path("delivery").asText()).isEqualTo("current");
            assertThat(plane.path("ready").asBoolean()).isTrue();
            assertThat(plane.path("health").path("connections").asInt()).isEqualTo(7);
            assertThat(json("/api/v1/problems").toString()).contains("ResourceRefused");
        }
        Awaitility.await().until(() -> json("/api/v1/dataplanes").path("items").isEmpty());
    }

    @Test
    void metricsHaveOneForEachArrow() throws Exception {
        web();
        try (StreamClient client = running.connect("n1")) {
            client.applyNext();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(get("/metrics").body())
                            .containsPattern("sluice_publish_to_ack_seconds_count[^\n]* [1-9]"));
        }
        assertThat(get("/metrics").body())
                .contains("sluice_events_total")
                .contains("sluice_translate_seconds_count")
                .contains("sluice_table_resources")
                .contains("sluice_updates_total")
                .contains("sluice_intake_waiting")
                .contains("sluice_dataplanes");
    }

    @Test
    void debugStatePrintsEveryStageAndNoSecret() throws Exception {
        web();
        ObjectKey key = ObjectKey.of(ObjectKind.SECRET, "default", "tls");
        running.source.tell(new ObjectEvent.Applied(
                new WatchKey(ObjectKind.SECRET, "default/tls"),
                new ObservedSecret(
                        key,
                        new Meta("s", "1", 0, 0, new TreeMap<>()),
                        "kubernetes.io/tls",
                        new TreeMap<>(Map.of("tls.key", SecretBytes.of("hush".getBytes(StandardCharsets.UTF_8)))),
                        List.of()),
                99));
        Awaitility.await().until(() -> get("/debug/state").body().contains("tls.key"));
        assertThat(get("/debug/state").body())
                .contains("== state", "== endpoint state", "== translation", "== fleet default", "== data planes")
                .contains("[redacted]")
                .doesNotContain("hush");
    }

    @Test
    void whatIsNotThereAndWhatCannotBeIsAnsweredAsAProblem() throws Exception {
        HttpResponse<String> missing = get("/api/v2/nothing");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(get("/api/v1/routes?limit=0").body()).contains("limit=0: expected a number from 1 to 10000");
        assertThat(get("/api/v1/routes?colour=red").statusCode()).isEqualTo(400);
        HttpResponse<String> post = http.send(
                request("/api/v1/routes")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("allow")).contains("GET, HEAD");
    }

    private void web() throws Exception {
        running.source.begin(
                Sample.ingressClass(),
                Sample.slice("web", "10.0.0.1"),
                Sample.service("web"),
                Sample.ingress("web", "web.example", "web"));
        running.plane.whenReady().get(10, TimeUnit.SECONDS);
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.plane.apiPort() + path));
    }
}
