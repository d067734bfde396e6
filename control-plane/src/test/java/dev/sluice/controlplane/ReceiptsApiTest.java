package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.key.ResourceKind;
import dev.sluice.publish.Sample;
import dev.sluice.receipt.book.Changes;
import dev.sluice.state.ObservedIngress;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Refused;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receipts over HTTP, with data planes that answer when the test says so. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ReceiptsApiTest {
    private static final String WEB = "/api/v1/receipts?namespace=default&name=web";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Running running =
            new Running(Map.of("receipts.max-waiting", 2, "streams.ack-timeout", "100ms"), Optional.empty());

    @AfterEach
    void stop() {
        http.close();
        running.close();
    }

    @Test
    void aChangeIsLiveWhenTheLastDataPlaneHasAcknowledgedIt() throws Exception {
        begin();
        try (StreamClient quick = running.connect("quick");
                StreamClient slow = running.connect("slow")) {
            quick.applyNext();
            slow.applyNext();
            awaitLive(WEB, 2);
            running.source.seen(web("200", 2, "a.example"));
            quick.applyNext();
            AssembledUpdate unanswered = slow.next();
            Awaitility.await().until(() -> reason(WEB).contains("lags: has not answered since"));
            JsonNode half = json(WEB + "&resourceVersion=200");
            assertThat(half.path("live").asBoolean()).isFalse();
            assertThat(half.path("verdict").asText()).isEqualTo("not-live");
            assertThat(half.path("fleets").path(0).path("live").asInt()).isEqualTo(1);
            assertThat(half.path("fleets").path(0).path("of").asInt()).isEqualTo(2);
            assertThat(half.path("fleets")
                            .path(0)
                            .path("missing")
                            .path(0)
                            .path("node")
                            .asText())
                    .isEqualTo("slow");
            assertThat(json("/api/v1/receipts?notLive=true").path("items").findValuesAsText("object"))
                    .contains("Ingress default/web");
            assertThat(json("/api/v1/problems")
                            .path("items")
                            .findValuesAsText("message")
                            .toString())
                    .contains("fleet default", "has not answered for what it was sent since");

            slow.apply(unanswered);
            String whole = WEB + "&uid=uid-web&resourceVersion=200";
            awaitLive(whole, 2);
            Awaitility.await().until(() -> json(whole).path("liveSince").isTextual());
            JsonNode all = json(whole);
            assertThat(all.path("generation").asInt()).isEqualTo(2);
            assertThat(all.path("resourceVersion").asText()).isEqualTo("200");
            assertThat(all.path("translatedAt").asText()).endsWith("Z");
            assertThat(all.path("liveSince").asText()).endsWith("Z");
        }
    }

    @Test
    void aDataPlaneThatRefusesARouteIsNamedWithItsReason() throws Exception {
        begin();
        try (StreamClient plane = running.connect("picky")) {
            AssembledUpdate update = plane.next();
            String route = update.upserts().stream()
                    .filter(resource -> resource.key().kind() == ResourceKind.ROUTE)
                    .map(resource -> resource.key().id())
                    .findFirst()
                    .orElseThrow();
            plane.send(FromDataPlane.newBuilder()
                    .setAck(Ack.newBuilder()
                            .setVersion(WireCodec.toWire(update.to()))
                            .addRefused(Refused.newBuilder()
                                    .setKey(WireCodec.toWire(new dev.sluice.key.ResourceKey.RouteKey(route)))
                                    .setReason("unknown policy"))));
            Awaitility.await().until(() -> reason(WEB).contains("refuses Route " + route + ": unknown policy"));
            JsonNode planes = json("/api/v1/dataplanes").path("items").path(0);
            assertThat(planes.path("replica").asText()).isNotEmpty();
            assertThat(planes.path("refused").path(0).path("reason").asText()).isEqualTo("unknown policy");
            assertThat(json("/api/v1/problems").path("items").findValuesAsText("reason"))
                    .contains("ResourceRefused");
        }
    }

    @Test
    void whoWaitsIsAnsweredAsSoonAsItIsLive() throws Exception {
        begin();
        try (StreamClient plane = running.connect("n1")) {
            plane.applyNext();
            awaitLive(WEB, 1);
            CompletableFuture<HttpResponse<String>> waiting = send(WEB + "&resourceVersion=200&wait=60s");
            running.source.seen(web("200", 2, "a.example"));
            AssembledUpdate update = plane.next();
            assertThat(waiting).isNotDone();
            plane.apply(update);
            JsonNode answer = new ObjectMapper()
                    .readTree(waiting.get(30, TimeUnit.SECONDS).body());
            assertThat(answer.path("live").asBoolean()).isTrue();
            assertThat(answer.path("generation").asInt()).isEqualTo(2);
        }
    }

    @Test
    void whoWaitsForADeletionIsAnsweredWhenNoDataPlaneServesTheObjectAnyMore() throws Exception {
        begin();
        try (StreamClient plane = running.connect("n1")) {
            plane.applyNext();
            awaitLive(WEB, 1);
            CompletableFuture<HttpResponse<String>> waiting = send(WEB + "&uid=uid-web&deleted=true&wait=60s");
            running.source.delete(web("4", 1, "web.example"));
            AssembledUpdate update = plane.next();
            assertThat(json(WEB + "&deleted=true").path("verdict").asText()).isEqualTo("not-removed");
            assertThat(waiting).isNotDone();
            plane.apply(update);
            JsonNode answer = new ObjectMapper()
                    .readTree(waiting.get(30, TimeUnit.SECONDS).body());
            assertThat(answer.path("verdict").asText()).isEqualTo("removed");
            assertThat(answer.path("live").asBoolean()).isFalse();
            assertThat(answer.path("uid").asText()).isEqualTo("uid-web");
        }
    }

    @Test
    void whoWaitsInVainIsToldHowItStandsAndTooManyAreTurnedAway() throws Exception {
        begin();
        HttpResponse<String> inVain = get(WEB + "&wait=50ms");
        assertThat(inVain.statusCode()).isEqualTo(200);
        assertThat(inVain.body()).contains("\"live\" : false", "no data plane of fleet default is connected");
        CompletableFuture<HttpResponse<String>> one = send(WEB + "&wait=20s");
        CompletableFuture<HttpResponse<String>> two = send(WEB + "&wait=20s");
        Awaitility.await().until(() -> get("/metrics").body().contains("sluice_receipts_waiting 2.0"));
        HttpResponse<String> three = get(WEB + "&wait=20s");
        assertThat(three.statusCode()).isEqualTo(429);
        assertThat(three.body()).contains("2 requests wait");
        try (StreamClient plane = running.connect("n1")) {
            plane.applyNext();
            assertThat(one.get(30, TimeUnit.SECONDS).body()).contains("\"live\" : true");
            assertThat(two.get(30, TimeUnit.SECONDS).body()).contains("\"live\" : true");
        }
    }

    @Test
    void aParameterThatCannotBeIsNamedWithWhatWasExpected() throws Exception {
        begin();
        assertWrong("/api/v1/receipts", "parameter name is missing");
        assertWrong("/api/v1/receipts?name=web", "parameter namespace is missing");
        assertWrong(WEB + "&kind=Pod", "kind=Pod: expected one of", "Ingress");
        assertWrong(WEB + "&resourceVersion=abc", "resourceVersion=abc: expected a decimal number");
        assertWrong(WEB + "&wait=61s", "wait=61s: expected a duration from 1ms to 60s");
        assertWrong(WEB + "&wait=s", "wait=s: expected");
        assertWrong(WEB + "&wait=0s", "wait=0s: expected");
        assertWrong(WEB + "&generation=4", "parameter generation is unknown: expected one of");
        assertWrong(WEB + "&deleted=yes", "deleted=yes: expected true or false");
        assertWrong(WEB + "&deleted=true&resourceVersion=3", "deleted=true: expected without resourceVersion");
        assertWrong("/api/v1/receipts?notLive=yes", "notLive=yes: expected true or false");
        assertThat(get("/api/v1/receipts?namespace=default&name=nobody").statusCode())
                .isEqualTo(404);
        assertThat(get(WEB + "&uid=another").statusCode()).isEqualTo(404);
    }

    @Test
    void servicesClassesAndEndpointsAreAnsweredForToo() throws Exception {
        begin();
        try (StreamClient plane = running.connect("n1")) {
            plane.applyNext();
            awaitLive("/api/v1/receipts?kind=Service&namespace=default&name=web", 1);
            awaitLive("/api/v1/receipts?kind=IngressClass&name=sluice", 1);
            awaitLive("/api/v1/receipts?kind=EndpointSlice&namespace=default&name=web-1", 1);
        }
    }

    private void begin() {
        running.source.begin(
                Sample.ingressClass(),
                Sample.slice("web", "10.0.0.1"),
                Sample.service("web"),
                web("4", 1, "web.example"));
        running.plane.whenReady().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static ObservedIngress web(String version, long generation, String host) {
        ObservedIngress meta = Changes.ingress("web", version, generation, Map.of());
        return Sample.ingress("web", host, "web").withMeta(meta.meta());
    }

    private JsonNode awaitLive(String path, int planes) throws Exception {
        Awaitility.await().until(() -> {
            JsonNode answer = json(path);
            return answer.path("live").asBoolean()
                    && answer.path("fleets").path(0).path("live").asInt() == planes;
        });
        return json(path);
    }

    private String reason(String path) throws Exception {
        return json(path)
                .path("fleets")
                .path(0)
                .path("missing")
                .path(0)
                .path("reason")
                .asText();
    }

    private void assertWrong(String path, String... parts) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(parts);
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(path).get(30, TimeUnit.SECONDS);
    }

    private CompletableFuture<HttpResponse<String>> send(String path) {
        URI uri = URI.create("http://127.0.0.1:" + running.plane.apiPort() + path);
        return http.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
