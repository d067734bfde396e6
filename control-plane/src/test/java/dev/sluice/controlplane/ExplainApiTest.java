package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.key.ResourceKind;
import dev.sluice.publish.Sample;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Drained;
import dev.sluice.wire.v1.Explained;
import dev.sluice.wire.v1.FromDataPlane;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What data planes are asked through the status API. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ExplainApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Running running = new Running();

    @AfterEach
    void stop() {
        http.close();
        running.close();
    }

    private StreamClient connected(String node) throws Exception {
        running.source.begin(
                Sample.ingressClass(),
                Sample.service("web"),
                Sample.slice("web", "10.0.0.1"),
                Sample.ingress("web", "web.example", "web"));
        StreamClient client = running.connect(node);
        client.applyNext();
        return client;
    }

    @Test
    void aDataPlaneIsAskedWhatItWouldDoAndItsAnswerIsTold() throws Exception {
        try (StreamClient plane = connected("edge-1")) {
            CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                    request("/api/v1/explain?host=web.example&path=/cart%3Fa=b&method=POST&scheme=https"
                            + "&header=X-A:1&header=X-B:2"),
                    BodyHandlers.ofString());
            Command command = plane.command();
            assertThat(command.getExplain().getMethod()).isEqualTo("POST");
            assertThat(command.getExplain().getPath()).isEqualTo("/cart?a=b");
            assertThat(command.getExplain().getPort()).isEqualTo(443);
            assertThat(command.getExplain().getHeadersList())
                    .extracting(header -> header.getName() + "=" + header.getValue())
                    .containsExactly("X-A=1", "X-B=2");
            plane.send(FromDataPlane.newBuilder()
                    .setCommandResult(CommandResult.newBuilder()
                            .setId(command.getId())
                            .setExplained(Explained.newBuilder()
                                    .setVersion(WireCodec.toWire(plane.serving()))
                                    .setOutcome("forward")
                                    .setRoute("default/web/web.example/")
                                    .setSource("Ingress default/web")
                                    .addRules(Explained.Rule.newBuilder()
                                            .setRoute("default/web/web.example/")
                                            .setStanding("wins")))));
            HttpResponse<String> told = answer.get(30, TimeUnit.SECONDS);
            assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
            JsonNode json = JSON.readTree(told.body());
            assertThat(json.path("node").asText()).isEqualTo("edge-1");
            assertThat(json.path("version").asText()).isEqualTo(plane.serving().toString());
            assertThat(json.path("source").asText()).isEqualTo("Ingress default/web");
            assertThat(json.path("status").isNull()).isTrue();
            assertThat(json.at("/rules/0/standing").asText()).isEqualTo("wins");
        }
    }

    @Test
    void whatCannotBeAskedIsNamed() throws Exception {
        assertThat(get("/api/v1/explain?host=a").body()).contains("fleet=default", "no data plane");
        assertThat(get("/api/v1/explain").body()).contains("parameter host is missing");
        assertThat(get("/api/v1/explain?host=a&host=b").body()).contains("host is given 2 times");
        assertThat(get("/api/v1/explain?host=a&path=x").body()).contains("path=x: expected a text that begins");
        assertThat(get("/api/v1/explain?host=a&port=70000").body()).contains("port=70000: expected 1 to 65535");
        assertThat(get("/api/v1/explain?host=a&header=A:1&header=s3cret").body())
                .contains("header, number 2 of those given: expected NAME:VALUE")
                .doesNotContain("s3cret");
        assertThat(get("/api/v1/explain?request-id=a%20b").body()).contains("expected 1 to 128 visible ASCII");
        assertThat(get("/api/v1/explain?request-id=a&host=b").body()).contains("host and request-id");
        assertThat(get("/api/v1/explain?request-id=a").body()).contains("no data plane that could be asked");
        assertThat(get("/api/v1/explain?host=a&scheme=ftp").body()).contains("scheme=ftp: expected http or https");
        assertThat(get("/api/v1/explain?host=a&method=G%20T").body()).contains("method=G T: expected a method");
        HttpResponse<String> nobody = get("/api/v1/explain?host=a&node=edge-9");
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(nobody.body()).contains("no data plane 'edge-9' is connected");
    }

    /** As the data plane says it: the rule as it was delivered, its upstream, and itself for how paths are read. */
    private static Explained.Builder served(StreamClient plane) throws Exception {
        Explained.Builder explained = Explained.newBuilder()
                .setVersion(WireCodec.toWire(plane.serving()))
                .setOutcome("forward");
        for (EncodedResource resource : plane.table().values()) {
            if (resource.key().kind() == ResourceKind.ROUTE || resource.key().kind() == ResourceKind.UPSTREAM) {
                explained.addServed(WireCodec.toWire(resource));
            }
            if (resource.key().kind() == ResourceKind.ROUTE) {
                explained
                        .setRoute(resource.key().id())
                        .setHostRoute(resource.key().id());
            }
        }
        return explained;
    }

    private static void answer(StreamClient plane, Command command, Explained.Builder explained) {
        plane.send(FromDataPlane.newBuilder()
                .setCommandResult(
                        CommandResult.newBuilder().setId(command.getId()).setExplained(explained)));
    }

    @Test
    void settingsAreToldWithWhereTheyWereWritten() throws Exception {
        try (StreamClient plane = connected("edge-1")) {
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(request("/api/v1/explain?host=web.example"), BodyHandlers.ofString());
            answer(plane, plane.command(), served(plane));
            JsonNode json = JSON.readTree(answer.get(30, TimeUnit.SECONDS).body());
            assertThat(json.path("field").asText()).isEqualTo("spec.rules[0].http.paths[0]");
            assertThat(json.path("settingsNote").isNull()).isTrue();
            assertThat(json.path("settings").findValuesAsText("name"))
                    .contains("read-timeout", "encoded-slash", "balancing", "max-connections");
            assertThat(json.at("/settings/0/from/kind").asText()).isEqualTo("default");
        }
    }

    @Test
    void ofADataPlaneThatServesSomethingElseOrIsOlderTheSourcesAreNotGuessed() throws Exception {
        try (StreamClient plane = connected("edge-1")) {
            Explained.Builder before = served(plane);
            running.source.tell(Sample.applied(Sample.ingress("web", "web.example", "gone"), 50));
            plane.applyNext();
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(request("/api/v1/explain?host=web.example"), BodyHandlers.ofString());
            answer(plane, plane.command(), before);
            JsonNode json = JSON.readTree(answer.get(30, TimeUnit.SECONDS).body());
            assertThat(json.path("settingsNote").asText()).contains("another form", "Route ");
            assertThat(json.at("/settings/0/from").isNull()).isTrue();
            answer = http.sendAsync(request("/api/v1/explain?host=web.example"), BodyHandlers.ofString());
            answer(plane, plane.command(), before.clearServed());
            json = JSON.readTree(answer.get(30, TimeUnit.SECONDS).body());
            assertThat(json.path("settingsNote").asText()).contains("of a version that does not say");
        }
    }

    @Test
    void aRequestIsLookedForAtEveryDataPlaneAndToldByTheOneThatRemembersIt() throws Exception {
        try (StreamClient plane = connected("edge-1");
                StreamClient other = StreamClient.of(running.plane.discoveryPort(), "edge-2", "inside");
                StreamClient older = running.connect("edge-3")) {
            older.applyNext();
            other.applyNext();
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(request("/api/v1/explain?request-id=abc"), BodyHandlers.ofString());
            Command command = plane.command();
            assertThat(command.getExplain().getRequestId()).isEqualTo("abc");
            answer(other, other.command(), Explained.newBuilder().setVersion(WireCodec.toWire(plane.serving())));
            older.send(FromDataPlane.newBuilder()
                    .setCommandResult(CommandResult.newBuilder()
                            .setId(older.command().getId())
                            .setFailed("explain: method '': expected one, as in the request line")));
            answer(
                    plane,
                    command,
                    served(plane)
                            .addHappened(Explained.Happened.newBuilder()
                                    .setEndedAtEpochMilli(1_000)
                                    .setMethod("GET")
                                    .setPath("/cart")
                                    .setOutcome("no-route")
                                    .setStatus(404)));
            HttpResponse<String> told = answer.get(30, TimeUnit.SECONDS);
            assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
            JsonNode json = JSON.readTree(told.body());
            assertThat(json.path("asked").asInt()).isEqualTo(2);
            assertThat(json.at("/silent/0/node").asText()).isEqualTo("edge-3");
            assertThat(json.at("/happened/0/node").asText()).isEqualTo("edge-1");
            assertThat(json.at("/happened/0/at").asText()).isEqualTo("1970-01-01T00:00:01Z");
            assertThat(json.at("/happened/0/outcome").asText()).isEqualTo("no-route");
            assertThat(json.at("/happened/0/version").isNull()).isTrue();
            assertThat(json.at("/now/outcome").asText()).isEqualTo("forward");
            assertThat(json.path("nowNote").asText()).contains("without query and headers");
        }
    }

    @Test
    void aRequestThatNobodyRemembersIsNotFound() throws Exception {
        try (StreamClient plane = connected("edge-1")) {
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(request("/api/v1/explain?request-id=abc"), BodyHandlers.ofString());
            answer(plane, plane.command(), Explained.newBuilder().setVersion(WireCodec.toWire(plane.serving())));
            HttpResponse<String> told = answer.get(30, TimeUnit.SECONDS);
            assertThat(told.statusCode()).isEqualTo(404);
            assertThat(told.body()).contains("request-id=abc: not remembered by any of the 1 data planes");
        }
    }

    @Test
    void aDataPlaneIsDrainedByWhoSaysWhoHeIs() throws Exception {
        try (StreamClient plane = connected("edge-1")) {
            assertThat(post("/api/v1/dataplanes/edge-1/drain", "{}")
                            .get(30, TimeUnit.SECONDS)
                            .body())
                    .contains("who=''");
            CompletableFuture<HttpResponse<String>> answer =
                    post("/api/v1/dataplanes/edge-1/drain", "{\"who\":\"me\",\"why\":\"a new kernel\"}");
            Command command = plane.command();
            assertThat(command.hasDrain()).isTrue();
            plane.send(FromDataPlane.newBuilder()
                    .setCommandResult(CommandResult.newBuilder()
                            .setId(command.getId())
                            .setDrained(Drained.getDefaultInstance())));
            assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.plane.apiPort() + path))
                .build();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.plane.apiPort() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }
}
