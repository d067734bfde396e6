package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The status API of three replicas with three data planes: each of them answers for all. */
class ApiE2E {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> TABLES =
            List.of("/api/v1/routes", "/api/v1/services", "/api/v1/endpoints", "/api/v1/certificates");

    @TempDir
    Path work;

    private final Opened opened = new Opened();
    private final List<StatusApi> replicas = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        opened.close();
    }

    private Path health() throws IOException {
        return Files.writeString(work.resolve("data-plane.conf"), "sluice.data-plane.following.health-period = 200ms");
    }

    private interface Question {
        boolean holds(StatusApi replica) throws IOException;
    }

    private void everywhere(String what, Question question) {
        for (StatusApi replica : replicas) {
            Eventually.within(LIMIT, what, () -> question.holds(replica));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    @Timeout(300)
    void each_replica_answers_for_all(ApiServers kind) throws Exception {
        ApiServer api = opened.add(kind.start());
        Backend one = opened.add(new Backend("one"));
        Backend two = opened.add(new Backend("two"));
        Replicas all = opened.add(new Replicas(api, work, 73));
        api.apply(KubernetesE2E.CLASS + Manifest.service("one", one.port()) + Manifest.service("two", two.port()));
        api.apply(Manifest.ingress("web", "web.test", "/", "one"));
        all.start();
        for (SluiceProcess replica : all.running()) {
            replicas.add(opened.add(new StatusApi(replica)));
        }
        everywhere(
                "it knows of the others",
                replica -> replica.get("/api/v1/status").at("/replicas").equals("3"));
        String[] flags = {"--config", health().toString()};
        all.dataPlane("a", flags);
        SluiceProcess b = all.dataPlane("b", flags);
        List<Visitor> visitors = List.of(
                opened.add(new Visitor(b, "web.test")), opened.add(new Visitor(all.dataPlane("c", flags), "web.test")));
        everywhere(
                "three data planes are ready",
                replica -> replica.get("/api/v1/status")
                        .at("/fleets/0/dataPlanes/ready")
                        .equals("3"));
        sameAnswers();
        explained(b);
        load();
        receiptsFillUp(api);
        all(visitors, "two");
        failing(two, visitors);
        rollBack(visitors);
        drain();
    }

    /** To the byte, with the same tag. */
    private void sameAnswers() {
        for (String path : TABLES) {
            Eventually.within(LIMIT, path + " is the same everywhere", () -> {
                List<StatusApi.Answer> answers = new ArrayList<>();
                for (StatusApi replica : replicas) {
                    answers.add(replica.get(path));
                }
                return answers.stream().distinct().count() == 1
                        && !answers.getFirst().tag().isEmpty();
            });
        }
        everywhere("it names who serves which data plane", replica -> {
            JsonNode items = replica.get("/api/v1/dataplanes").body().path("items");
            return items.findValuesAsText("node").equals(List.of("a", "b", "c"))
                    && items.findValuesAsText("replica").stream().noneMatch(String::isEmpty);
        });
    }

    /** By its ID, wherever it is asked: before, too, of the data plane that would serve it. */
    private void explained(SluiceProcess dataPlane) throws Exception {
        Wire.Answer lost = Wire.get(dataPlane.httpPort(), "nobody.test", "/");
        assertThat(lost.status()).isEqualTo(404);
        String id = lost.requestId();
        everywhere("it tells what became of the request", replica -> {
            StatusApi.Answer told = replica.get("/api/v1/explain?request-id=" + id);
            return told.at("/asked").equals("3")
                    && told.at("/happened/0/node").equals("b")
                    && told.at("/happened/0/outcome").equals("no-route");
        });
        everywhere("it tells what c would do", replica -> {
            StatusApi.Answer told = replica.get("/api/v1/explain?node=c&host=web.test&path=/");
            return told.at("/node").equals("c") && told.at("/outcome").equals("forward");
        });
    }

    /** The visitors are seen. */
    private void load() {
        everywhere(
                "requests are counted",
                replica -> replica.get("/api/v1/status")
                                .body()
                                .at("/fleets/0/requestRate")
                                .asDouble()
                        > 10);
        everywhere(
                "connections are counted",
                replica -> replica.get("/api/v1/dataplanes/b")
                                .body()
                                .at("/health/connections")
                                .asInt()
                        == 1);
    }

    private void receiptsFillUp(ApiServer api) throws Exception {
        replicas.get(1)
                .awaitEvent(
                        "?topics=receipts",
                        () -> api.apply(Manifest.ingress("web", "web.test", "/", "two")),
                        line -> line.contains("\"verdict\":\"live\""));
        for (StatusApi replica : replicas) {
            StatusApi.Answer live = replica.get("/api/v1/receipts?namespace=default&name=web&wait=30s");
            assertThat(live.at("/live")).as(live.body().toString()).isEqualTo("true");
            assertThat(live.at("/fleets/0/of")).isEqualTo("3");
            assertThat(live.body().at("/fleets/0/serving").findValuesAsText("node"))
                    .containsExactly("a", "b", "c");
        }
        everywhere(
                "it tells how long it took",
                replica ->
                        replica.get("/api/v1/propagation").at("/items/0/object").equals("Ingress default/web"));
    }

    private void failing(Backend two, List<Visitor> visitors) throws Exception {
        String address = "127.0.0.1:" + two.port();
        two.close();
        all(visitors, "502");
        everywhere("it says which endpoint fails, and for whom", replica -> {
            JsonNode items =
                    replica.get("/api/v1/endpoints?health=failing").body().path("items");
            return items.findValuesAsText("address").equals(List.of(address))
                    && items.at("/0/failing").findValuesAsText("node").equals(List.of("b", "c"))
                    && items.at("/0/failing/0/failures").asInt() > 1;
        });
        everywhere(
                "failures are counted",
                replica -> replica.get("/api/v1/status")
                                .body()
                                .at("/fleets/0/errorShare")
                                .asDouble()
                        > 0.5);
    }

    private void rollBack(List<Visitor> visitors) throws Exception {
        String before = replicas.getFirst().get("/api/v1/history").at("/releases/1/release");
        StatusApi.Answer difference = replicas.get(1).get("/api/v1/history/" + before.substring(0, 12) + "/difference");
        assertThat(difference.body().at("/details/0/change").asText()).isEqualTo("changed");
        StatusApi.Answer decided = replicas.get(2)
                .post(
                        "/api/v1/decision",
                        "{\"action\":\"rollback\",\"release\":\"" + before
                                + "\",\"who\":\"e2e\",\"why\":\"two is gone\"}");
        assertThat(decided.status()).as(decided.body().toString()).isEqualTo(200);
        all(visitors, "one");
        everywhere("it says so, and why", replica -> {
            StatusApi.Answer decision = replica.get("/api/v1/decision");
            return decision.at("/fleets/0/course").equals("hold")
                    && decision.at("/fleets/0/given").equals(before)
                    && decision.at("/cause/why").equals("two is gone");
        });
    }

    /** Asked of each: one of them serves it, the others pass it on. */
    private void drain() throws Exception {
        StatusApi far = replicas.getFirst();
        String serving = far.get("/api/v1/dataplanes/a").at("/replica");
        for (StatusApi replica : replicas) {
            String name = replica.get("/api/v1/members").at("/replica");
            far = serving.startsWith(name) ? far : replica;
        }
        StatusApi.Answer begun = far.post("/api/v1/dataplanes/a/drain", "{\"who\":\"e2e\",\"why\":\"a new kernel\"}");
        assertThat(begun.status()).as(begun.body().toString()).isEqualTo(200);
        everywhere("it drains, or has gone", replica -> {
            StatusApi.Answer plane = replica.get("/api/v1/dataplanes/a");
            return plane.status() == 404 || plane.at("/health/draining").equals("true");
        });
    }

    private static void all(List<Visitor> visitors, String answer) {
        for (Visitor visitor : visitors) {
            Eventually.within(
                    LIMIT, answer + " is answered", () -> visitor.answer().equals(answer));
        }
    }
}
