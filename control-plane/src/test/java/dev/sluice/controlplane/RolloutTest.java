package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKind;
import dev.sluice.key.Version;
import dev.sluice.key.Version.Standing;
import dev.sluice.publish.Sample;
import dev.sluice.resource.EndpointSet;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.EncodedResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Decisions, from the API to what a data plane is sent. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class RolloutTest {
    private static final EndpointSetKey WEB = new EndpointSetKey("default/web:http");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void aFrozenFleetIsSentEndpointsAndNoRoutesUntilItIsNotFrozen() throws Exception {
        try (Running running = new Running();
                StreamClient client = running.connect("n1")) {
            web(running);
            client.applyNext();
            decide(running, "freeze", "");
            AssembledUpdate numbered = client.applyNext();
            assertThat(numbered.to().decision()).isEqualTo(1);
            assertThat(numbered.upserts()).isEmpty();

            shop(running);
            Awaitility.await()
                    .until(() -> get(running, "/api/v1/history")
                            .at("/releases/0")
                            .toString()
                            .contains("default/shop"));
            running.source.apply(Sample.slice("web", "10.0.0.1", "10.0.0.2"));
            AssembledUpdate endpoints = client.applyNext();
            assertThat(kinds(endpoints)).containsExactly(ResourceKind.ENDPOINT_SET);
            assertThat(client.resource(WEB))
                    .hasValueSatisfying(
                            set -> assertThat(((EndpointSet) set).endpoints()).hasSize(2));

            decide(running, "unfreeze", "");
            AssembledUpdate thawed = client.applyNext();
            assertThat(thawed.to().decision()).isEqualTo(2);
            assertThat(kinds(thawed)).contains(ResourceKind.ROUTE, ResourceKind.UPSTREAM, ResourceKind.ENDPOINT_SET);
        }
    }

    @Test
    void aRollBackIsNewerThanWhatItRollsBack() throws Exception {
        try (Running running = new Running();
                StreamClient client = running.connect("n1")) {
            web(running);
            client.applyNext();
            String before = newest(running);
            shop(running);
            client.applyNext();
            Version wrong = client.serving();
            int routes = routes(client);

            decide(running, "rollback", before.substring(0, 12));
            AssembledUpdate back = client.applyNext();
            assertThat(back.from()).contains(wrong);
            assertThat(back.to().standingTo(wrong)).isEqualTo(Standing.APPLIES);
            assertThat(wrong.standingTo(back.to())).isEqualTo(Standing.OLDER);
            assertThat(routes(client)).isLessThan(routes);
            assertThat(get(running, "/api/v1/decision").at("/fleets/0/release").asText())
                    .isEqualTo(before);
        }
    }

    @Test
    void aFreezeOutlivesARestartOfEverything() throws Exception {
        Version frozen;
        try (Running running = kept();
                StreamClient client = running.connect("n1")) {
            web(running);
            client.applyNext();
            decide(running, "freeze", "");
            client.applyNext();
            frozen = client.serving();
        }
        try (Running running = kept();
                StreamClient client = running.connect("n2")) {
            running.source.begin(
                    Sample.ingressClass(),
                    Sample.service("web"),
                    Sample.service("shop"),
                    Sample.slice("web", "10.0.0.1"),
                    Sample.ingress("shop", "shop.example", "shop"),
                    Sample.ingress("web", "web.example", "web"));
            AssembledUpdate first = client.applyNext();
            assertThat(first.to().decision()).isEqualTo(1);
            assertThat(first.to().digest()).isEqualTo(frozen.digest());
        }
    }

    @Test
    void aReleaseThatCannotBeHadIsAProblemAndNothingElseIsGivenInstead() throws Exception {
        try (Running running = kept();
                StreamClient client = running.connect("n1")) {
            web(running);
            client.applyNext();
            decide(running, "freeze", "");
            client.applyNext();
        }
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("release-"))
                    .toList()) {
                Files.delete(file);
            }
        }
        try (Running running = kept();
                StreamClient client = running.connect("n2")) {
            running.source.begin(
                    Sample.ingressClass(), Sample.service("shop"), Sample.ingress("shop", "shop.example", "shop"));
            Awaitility.await()
                    .until(() -> get(running, "/api/v1/problems").toString().contains("ReleaseUnavailable"));
            assertThat(running.plane.whenReady()).isNotDone();
            decide(running, "unfreeze", "");
            assertThat(client.applyNext().to().decision()).isEqualTo(2);
        }
    }

    @Test
    void theHistorySaysWhatWasReleasedAndHowItDiffers() throws Exception {
        try (Running running = new Running();
                StreamClient client = running.connect("n1")) {
            web(running);
            client.applyNext();
            String before = newest(running);
            shop(running);
            client.applyNext();
            JsonNode history = get(running, "/api/v1/history?fleet=default");
            assertThat(history.at("/releases/0/objects").toString()).contains("Ingress default/shop");
            assertThat(history.at("/releases/0/given").toString()).contains("stable");
            JsonNode difference = get(running, "/api/v1/history/" + before.substring(0, 12) + "/difference");
            assertThat(difference.at("/added").toString()).contains("shop.example");
            assertThat(difference.at("/removed")).isEmpty();
        }
    }

    @Test
    void whatCannotBeDecidedIsNamedWithFieldAndValue() throws Exception {
        try (Running running = new Running()) {
            web(running);
            running.plane.whenReady().get(30, TimeUnit.SECONDS);
            assertThat(refused(running, "{\"action\":\"thaw\",\"who\":\"me\"}")).contains("action='thaw'", "freeze");
            assertThat(refused(running, "{\"action\":\"freeze\"}")).contains("who=''");
            assertThat(refused(running, "{\"action\":\"freeze\",\"action\":\"unfreeze\",\"who\":\"me\"}"))
                    .contains("expected a JSON object", "Duplicate field 'action'");
            assertThat(refused(running, "{\"action\":\"freeze\",\"who\":\"me\"} {}"))
                    .contains("expected a JSON object")
                    .doesNotContain("Source");
            assertThat(refused(running, "{\"action\":\"freeze\",\"who\":\"me\",\"flet\":\"x\"}"))
                    .contains("flet");
            assertThat(refused(running, "{\"action\":\"rollback\",\"who\":\"me\",\"release\":\"abc\"}"))
                    .contains("release='abc'", "12 to 64");
            assertThat(refused(running, "{\"action\":\"freeze\",\"who\":\"me\",\"fleet\":\"nobody\"}"))
                    .contains("fleet='nobody'");
            assertThat(refused(running, "[]")).contains("JSON object");
            assertThat(get(running, "/api/v1/decision").at("/number").asLong()).isZero();
        }
    }

    private Running kept() {
        return new Running(Map.of("rollout.directory", directory.toString()), Optional.empty());
    }

    private static void web(Running running) {
        running.source.begin(
                Sample.ingressClass(),
                Sample.service("web"),
                Sample.slice("web", "10.0.0.1"),
                Sample.ingress("web", "web.example", "web"));
    }

    private static void shop(Running running) {
        running.source.apply(Sample.service("shop"));
        running.source.apply(Sample.slice("shop", "10.0.1.1"));
        running.source.apply(Sample.ingress("shop", "shop.example", "shop"));
    }

    private String newest(Running running) throws IOException, InterruptedException {
        return get(running, "/api/v1/history").at("/releases/0/release").asText();
    }

    private void decide(Running running, String action, String release) throws IOException, InterruptedException {
        String more = release.isEmpty() ? "" : ",\"release\":\"" + release + "\"";
        HttpResponse<String> answer =
                post(running, "{\"action\":\"" + action + "\",\"who\":\"test\",\"why\":\"to see\"" + more + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private String refused(Running running, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(running, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return new ObjectMapper().readTree(answer.body()).get("detail").asText();
    }

    private HttpResponse<String> post(Running running, String body) throws IOException, InterruptedException {
        return http.send(
                request(running, "/api/v1/decision")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(Running running, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(running, path).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static HttpRequest.Builder request(Running running, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.plane.apiPort() + path));
    }

    private static int routes(StreamClient client) {
        return (int) client.table().values().stream()
                .filter(resource -> resource.key().kind() == ResourceKind.ROUTE)
                .count();
    }

    private static Set<ResourceKind> kinds(AssembledUpdate update) {
        return update.upserts().stream()
                .map(EncodedResource::key)
                .map(key -> key.kind())
                .collect(Collectors.toSet());
    }
}
