package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.controlplane.Contract.Asked;
import dev.sluice.publish.Sample;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Explained;
import dev.sluice.wire.v1.FailingEndpoint;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Health;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document against the server, in both directions. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiContractTest {
    private static final String TOKEN = "reader-token-0123456789";
    private static final String AUTHOR = "{\"who\":\"ann\",\"why\":\"a test\"}";
    private static final Pattern EXPECTED = Pattern.compile("expected one of \\[([^]]*)]");
    private static final Set<String> SILENT = Set.of("/", "/healthz", "/readyz", "/metrics");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Running running = new Running(
            Map.of("receipts.max-waiting", 1, "api.events.streams", 2, "api.events.heartbeat", "200ms"),
            Optional.empty());
    private final Contract contract;
    private StreamClient plane;
    private String route = "";
    private String release = "";

    @TempDir
    private Path directory;

    ApiContractTest() throws IOException {
        contract = new Contract();
    }

    @BeforeAll
    void begin() throws Exception {
        running.source.begin(
                Sample.ingressClass(),
                Sample.slice("web", "10.0.0.1", "10.0.0.2"),
                Sample.service("web"),
                Sample.ingress("lost", "lost.example", "nowhere"),
                Sample.ingress("web", "web.example", "web"));
        running.plane.whenReady().get(10, TimeUnit.SECONDS);
        plane = running.connect("edge-1");
        plane.applyNext();
        running.source.apply(Sample.ingress("late", "late.example", "web"));
        plane.applyNext();
        plane.send(FromDataPlane.newBuilder()
                .setHealth(Health.newBuilder()
                        .setReady(true)
                        .addFailing(FailingEndpoint.newBuilder()
                                .setAuthority("10.0.0.1:8080")
                                .setFailures(3)
                                .setReason("connect-failed")
                                .setSeconds(4))));
        Awaitility.await()
                .until(() ->
                        json("/api/v1/endpoints?health=failing").path("total").asInt() == 1);
        Awaitility.await().until(() -> json("/api/v1/propagation").path("count").asInt() == 1);
        route = json("/api/v1/routes?host=web.example").at("/items/0/id").asText();
        release = json("/api/v1/history").at("/releases/1/release").asText();
    }

    @AfterAll
    void end() {
        plane.close();
        http.close();
        running.close();
    }

    @Test
    void everyPathIsDocumentedAndEveryDocumentedPathIsThere() throws Exception {
        Set<String> served = new TreeSet<>();
        json("/").path("paths").forEach(path -> served.add(path.asText()));
        Set<String> documented = new TreeSet<>();
        contract.operations().forEach(asked -> documented.add(asked.path()));
        assertThat(served).isEqualTo(documented);
    }

    @Test
    void everyMethodIsDocumentedAndTheOthersAreNotAllowed() throws Exception {
        for (Asked asked : contract.operations()) {
            HttpResponse<String> answer = send(asked, "", "DELETE", "");
            Set<String> documented = new TreeSet<>();
            contract.operations().stream()
                    .filter(other -> other.path().equals(asked.path()))
                    .forEach(other -> documented.add(other.method()));
            if (documented.contains("GET")) {
                documented.add("HEAD");
            }
            String allowed = answer.headers().firstValue("Allow").orElse("");
            assertThat(new TreeSet<>(List.of(allowed.split(", "))))
                    .as("%s", asked)
                    .isEqualTo(documented);
            if (contract.statuses(asked).contains(405)) {
                contract.holds(asked, 405, type(answer), answer.body());
            }
        }
    }

    @Test
    void everyAnswerIsAsItsSchemaSays() throws Exception {
        for (Asked asked : contract.operations()) {
            if (!asked.path().equals("/api/v1/events")
                    && asked.method().equals("GET")
                    && !asked.path().equals("/api/v1/explain")) {
                HttpResponse<String> answer = send(asked, required(asked), "GET", "");
                assertThat(answer.statusCode())
                        .as("%s: %s", asked, answer.body())
                        .isEqualTo(200);
                contract.holds(asked, 200, type(answer), answer.body());
            }
        }
        Asked receipts = asked("GET", "/api/v1/receipts");
        HttpResponse<String> list = send(receipts, "?notLive=true", "GET", "");
        contract.holds(receipts, 200, type(list), list.body());
    }

    @Test
    void everyParameterIsDocumentedAndEveryDocumentedOneIsTaken() throws Exception {
        for (Asked asked : contract.operations()) {
            if (!SILENT.contains(asked.path())) {
                Set<String> taken = taken(asked, "?nonesuch=1");
                if (asked.path().equals("/api/v1/receipts")) {
                    taken.addAll(taken(asked, "?notLive=true&nonesuch=1"));
                }
                assertThat(taken).as("%s", asked).isEqualTo(contract.names(asked, "query"));
            }
        }
    }

    @Test
    void everyDocumentedParameterMayBeGivenAsItsSchemaSays() throws Exception {
        for (Asked asked : contract.operations()) {
            for (JsonNode parameter : contract.parameters(asked, "query")) {
                String name = parameter.path("name").asText();
                if (!Set.of("/api/v1/events", "/api/v1/explain").contains(asked.path())
                        && !asked.path().endsWith("receipts")) {
                    String query = required(asked);
                    String more = name + "=" + encoded(value(parameter));
                    String all = query.contains(name + "=") ? query : query + (query.isEmpty() ? "?" : "&") + more;
                    HttpResponse<String> answer = send(asked, all, "GET", "");
                    assertThat(answer.statusCode())
                            .as("%s%s: %s", asked, all, answer.body())
                            .isEqualTo(200);
                    contract.holds(asked, 200, type(answer), answer.body());
                }
            }
        }
    }

    @Test
    void whatIsTheSameIsNotSentAgain() throws Exception {
        for (Asked asked : contract.operations()) {
            if (contract.statuses(asked).contains(304) && !asked.path().equals("/api/v1/explain")) {
                String tag = send(asked, required(asked), "GET", "")
                        .headers()
                        .firstValue("ETag")
                        .orElse("");
                assertThat(tag).as("%s", asked).startsWith("\"");
                HttpRequest again = request(asked, required(asked))
                        .header("If-None-Match", "\"other\", " + tag)
                        .build();
                HttpResponse<String> answer = http.send(again, BodyHandlers.ofString());
                assertThat(answer.statusCode()).as("%s", asked).isEqualTo(304);
                assertThat(answer.body()).isEmpty();
                assertThat(answer.headers().firstValue("ETag")).contains(tag);
            }
        }
    }

    @Test
    void whatCannotBeIsAProblemOfTheDocumentedStatus() throws Exception {
        problem("GET", "/api/v1/routes", "?limit=0", "", 400, "limit=0: expected a number from 1 to 10000");
        problem("GET", "/api/v1/routes", "?continue=*", "", 400, "continue=*: expected what the page before gave");
        problem("GET", "/api/v1/routes", "?refused=perhaps", "", 400, "refused=perhaps: expected true or false");
        problem("GET", "/api/v1/endpoints", "?health=bad", "", 400, "health=bad: expected one of [failing, ok]");
        problem("GET", "/api/v1/dataplanes", "?delivery=x", "", 400, "delivery=x: expected one of");
        problem("GET", "/api/v1/events", "?topics=fleets,x", "", 400, "'x': expected some of");
        problem("GET", "/api/v1/history", "?fleet=UPPER", "", 400, "fleet=UPPER: expected 1 to 63");
        problem("GET", "/api/v1/route", "?id=none", "", 404, "there is no route id=none in fleet default");
        problem("GET", "/api/v1/receipts", "?namespace=default&name=none", "", 404, "no such object");
        problem("POST", "/api/v1/decision", "", "{\"action\":\"melt\"}", 400, "expected");
        problem("POST", "/api/v1/decision", "", " ".repeat(20_000), 413, "at most 16384 bytes");
        problem("POST", "/api/v1/dataplanes/{node}/drain", "", "[]", 400, "expected a JSON object");
        problem("POST", "/api/v1/dataplanes/{node}/drain", "", " ".repeat(20_000), 413, "at most 16384 bytes");
        Asked decide = asked("POST", "/api/v1/decision");
        for (Asked each : List.of(decide, asked("POST", "/api/v1/dataplanes/{node}/drain"))) {
            HttpResponse<String> form = http.send(
                    request(each, "")
                            .header("Content-Type", "text/plain")
                            .POST(BodyPublishers.ofString(AUTHOR))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(form.statusCode()).isEqualTo(415);
            contract.holds(each, 415, type(form), form.body());
        }
        HttpResponse<String> nobody = send("/api/v1/dataplanes/edge-9/drain", "POST", AUTHOR);
        contract.holds(asked("POST", "/api/v1/dataplanes/{node}/drain"), 404, type(nobody), nobody.body());
        HttpResponse<String> none = send("/api/v1/dataplanes/edge-9", "GET", "");
        contract.holds(asked("GET", "/api/v1/dataplanes/{node}"), 404, type(none), none.body());
        HttpResponse<String> unknown = send("/api/v1/explain?host=a&node=edge-9", "GET", "");
        contract.holds(asked("GET", "/api/v1/explain"), 404, type(unknown), unknown.body());
    }

    @Test
    void whoeverWaitsOrFollowsBeyondTheLimitIsTurnedAway() throws Exception {
        Asked receipts = asked("GET", "/api/v1/receipts");
        CompletableFuture<HttpResponse<String>> waits =
                running.ask("/api/v1/receipts?namespace=default&name=none&wait=3s");
        Awaitility.await().until(() -> send("/metrics", "GET", "").body().contains("sluice_receipts_waiting 1.0"));
        HttpResponse<String> tooMany = send(receipts, "?namespace=default&name=web&wait=1s", "GET", "");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        contract.holds(receipts, 429, type(tooMany), tooMany.body());
        assertThat(waits.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(404);

        int port = running.plane.apiPort();
        try (EventClient one = new EventClient(port, "", "");
                EventClient two = new EventClient(port, "?topics=problems", "")) {
            assertThat(one.status()).isEqualTo(200);
            assertThat(two.status()).isEqualTo(200);
            HttpResponse<String> third = send("/api/v1/events", "GET", "");
            assertThat(third.statusCode()).isEqualTo(429);
            contract.holds(asked("GET", "/api/v1/events"), 429, type(third), third.body());
        }
        Awaitility.await().until(() -> send("/metrics", "GET", "").body().contains("sluice_api_streams 0.0"));
    }

    @Test
    void withoutATokenEverythingButProbesIsRefusedAndWithOneForReadingWhatWrites() throws Exception {
        Path tokens = directory.resolve("tokens");
        Files.writeString(tokens, "rita read " + TOKEN + "\n");
        try (Running guarded = new Running(
                Map.of("api.access.by", "token-file", "api.access.token-file", tokens.toString()), Optional.empty())) {
            for (Asked asked : contract.operations()) {
                HttpResponse<String> stranger = to(guarded, asked, "");
                boolean open = asked.operation().path("security").isArray();
                assertThat(stranger.statusCode() != 401).as("%s", asked).isEqualTo(open);
                if (!open) {
                    contract.holds(asked, 401, type(stranger), stranger.body());
                }
                if (asked.method().equals("POST")) {
                    HttpResponse<String> reader = to(guarded, asked, TOKEN);
                    assertThat(reader.statusCode()).as("%s", asked).isEqualTo(403);
                    contract.holds(asked, 403, type(reader), reader.body());
                }
            }
        }
    }

    @Test
    void decisionsAndDrainsAreAnsweredAsDocumented() throws Exception {
        Asked decide = asked("POST", "/api/v1/decision");
        for (String action : List.of("freeze", "unfreeze")) {
            HttpResponse<String> answer =
                    send(decide, "", "POST", "{\"action\":\"" + action + "\",\"who\":\"ann\",\"why\":\"a test\"}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            contract.holds(decide, 200, type(answer), answer.body());
        }
    }

    @Test
    void anExplanationIsAsItsSchemaSays() throws Exception {
        Asked explain = asked("GET", "/api/v1/explain");
        for (String question : List.of("?host=web.example&node=edge-1", "?request-id=r-1&node=edge-1")) {
            CompletableFuture<HttpResponse<String>> asked = running.ask(explain.path() + question);
            Command command = plane.command();
            plane.send(FromDataPlane.newBuilder()
                    .setCommandResult(
                            CommandResult.newBuilder().setId(command.getId()).setExplained(explained())));
            HttpResponse<String> answer = asked.get(30, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            contract.holds(explain, 200, type(answer), answer.body());
        }
    }

    private Explained explained() {
        return Explained.newBuilder()
                .setVersion(WireCodec.toWire(plane.serving()))
                .setOutcome("forward")
                .setRoute(route)
                .setSource("Ingress default/web")
                .addPolicies("Timeouts")
                .addSteps(Explained.Step.newBuilder().setPolicy("Timeouts").setOutcome("keeps"))
                .addShares(Explained.Share.newBuilder()
                        .setWeight(1)
                        .addEndpoints("10.0.0.1:8080")
                        .addPicks(Explained.Pick.newBuilder()
                                .setEndpoint("10.0.0.1:8080")
                                .setChance(1))
                        .addPassedOver(Explained.PassedOver.newBuilder().setEndpoint("10.0.0.2:8080")))
                .addRules(Explained.Rule.newBuilder().setRoute(route).setStanding("wins"))
                .addHappened(Explained.Happened.newBuilder().setOutcome("ok").setStatus(200))
                .build();
    }

    @Test
    void everyEventIsAsItsSchemaSays() throws Exception {
        Map<String, String> schemas = Map.of(
                "hello", "Hello",
                "fleets", "FleetsChanged",
                "dataplanes", "DataPlanesChanged",
                "problems", "ProblemsChanged",
                "receipts", "ReceiptsChanged",
                "decision", "Decision",
                "members", "Members",
                "history", "HistoryChanged");
        try (Running fresh = new Running();
                StreamClient edge = fresh.connect("edge-1");
                EventClient events = new EventClient(fresh.plane.apiPort(), "", "")) {
            fresh.source.begin(
                    Sample.ingressClass(),
                    Sample.slice("web", "10.0.0.1"),
                    Sample.service("web"),
                    Sample.ingress("lost", "lost.example", "nowhere"));
            edge.applyNext();
            fresh.source.apply(Sample.ingress("web", "web.example", "web"));
            edge.applyNext();
            Set<String> seen = new TreeSet<>();
            while (!seen.equals(new TreeSet<>(schemas.keySet()))) {
                EventClient.Told told = events.next();
                contract.valid("event " + told.event(), schemas.getOrDefault(told.event(), "Reset"), told.data());
                seen.add(told.event());
            }
        }
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        contract.schemas().forEach((name, schema) -> {
            if (schema.has("example")) {
                contract.valid("example of " + name, name, schema.path("example"));
            }
        });
    }

    private void problem(String method, String path, String query, String body, int status, String expected)
            throws Exception {
        Asked asked = asked(method, path);
        HttpResponse<String> answer = send(asked, query, method, body);
        assertThat(answer.statusCode()).as("%s: %s", asked, answer.body()).isEqualTo(status);
        contract.holds(asked, status, type(answer), answer.body());
        assertThat(new ObjectMapper().readTree(answer.body()).path("detail").asText())
                .contains(expected);
    }

    private Set<String> taken(Asked asked, String query) throws Exception {
        HttpResponse<String> answer = send(asked, query, asked.method(), AUTHOR);
        assertThat(answer.statusCode()).as("%s: %s", asked, answer.body()).isEqualTo(400);
        Matcher matcher = EXPECTED.matcher(answer.body());
        assertThat(matcher.find()).as(answer.body()).isTrue();
        return new TreeSet<>(
                matcher.group(1).isEmpty()
                        ? List.of()
                        : List.of(matcher.group(1).split(", ")));
    }

    private Asked asked(String method, String path) {
        return contract.operations().stream()
                .filter(each -> each.method().equals(method) && each.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private String required(Asked asked) {
        List<String> given = new ArrayList<>();
        if (asked.path().equals("/api/v1/receipts")) {
            given.add("namespace=default&name=web");
        }
        if (asked.path().equals("/api/v1/route")) {
            given.add("id=" + encoded(route));
        }
        return given.isEmpty() ? "" : "?" + String.join("&", given);
    }

    private String value(JsonNode parameter) {
        String name = parameter.path("name").asText();
        JsonNode schema = contract.resolved(parameter.path("schema"));
        if (name.equals("fleet")) {
            return "default";
        }
        if (name.equals("to")) {
            return release;
        }
        if (schema.path("type").asText().equals("boolean")) {
            return "true";
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(0).asText();
        }
        return parameter.has("example") ? parameter.path("example").asText() : "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(Asked asked, String query) {
        return request(running, asked, query);
    }

    private HttpRequest.Builder request(Running of, Asked asked, String query) {
        String path = asked.path().replace("{node}", "edge-1").replace("{release}", release);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of.plane.apiPort() + path + query));
    }

    private HttpResponse<String> send(Asked asked, String query, String method, String body) throws Exception {
        return http.send(
                request(asked, query)
                        .header("Content-Type", "application/json")
                        .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String path, String method, String body) throws Exception {
        return send(new Asked(path, method, new ObjectMapper().createObjectNode()), "", method, body);
    }

    private HttpResponse<String> to(Running guarded, Asked asked, String token) throws Exception {
        HttpRequest.Builder request = request(guarded, asked, "")
                .header("Content-Type", "application/json")
                .method(asked.method(), BodyPublishers.ofString(asked.method().equals("POST") ? "{}" : ""));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static Optional<String> type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type");
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = running.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}
