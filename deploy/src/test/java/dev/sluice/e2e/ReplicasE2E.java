package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three replicas that find each other through an API server, fence their leader with its Leases, and keep decisions there. */
class ReplicasE2E {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path work;

    private final Opened opened = new Opened();

    @AfterEach
    void stop() throws Exception {
        opened.close();
    }

    private static void start(Replicas replicas) throws Exception {
        replicas.start("--publish-status-address", "192.0.2.10");
        for (SluiceProcess replica : replicas.running()) {
            try (StatusApi status = new StatusApi(replica)) {
                Eventually.within(LIMIT, "all are members", () -> members(status) == Replicas.COUNT);
            }
        }
    }

    private static long members(StatusApi status) throws IOException {
        return status.get("/api/v1/members").body().path("members").findValuesAsText("status").stream()
                .filter("Up"::equals)
                .count();
    }

    /** The one that leads, or one that does not. */
    private static SluiceProcess replica(Replicas replicas, boolean leading) {
        List<SluiceProcess> found = new ArrayList<>();
        Eventually.within(LIMIT, "a replica that leads: " + leading, () -> {
            for (SluiceProcess replica : replicas.running()) {
                try (StatusApi status = new StatusApi(replica)) {
                    if (status.get("/api/v1/members").body().path("leading").asBoolean() == leading) {
                        found.add(replica);
                    }
                }
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.e2e.ApiServers#available")
    void a_freeze_outlives_all_replicas_and_the_owner_is_told_what_is_live(ApiServers kind) throws Exception {
        ApiServer api = opened.add(kind.start());
        Backend one = opened.add(new Backend("one"));
        Backend two = opened.add(new Backend("two"));
        Replicas replicas = opened.add(new Replicas(api, work, 71));
        api.apply(KubernetesE2E.CLASS + Manifest.service("one", one.port()) + Manifest.service("two", two.port()));
        edit(api, "one");
        start(replicas);
        List<Visitor> visitors = List.of(
                opened.add(new Visitor(replicas.dataPlane("a"), "web.test")),
                opened.add(new Visitor(replicas.dataPlane("b"), "web.test")));
        all(visitors, "one");
        marked(api);
        Eventually.within(
                LIMIT,
                "the status is written",
                () -> KubernetesE2E.published(api, "web").equals("192.0.2.10"));
        assertThat(api.client().leases().inNamespace(Replicas.NAMESPACE).list().getItems())
                .isNotEmpty();

        decide(replica(replicas, false), "freeze");
        for (SluiceProcess replica : replicas.running()) {
            awaitHeld(replica);
        }
        edit(api, "two");
        for (SluiceProcess replica : replicas.running()) {
            awaitHeldBack(replica);
        }
        replicas.stop();
        start(replicas);
        for (SluiceProcess replica : replicas.running()) {
            awaitHeldBack(replica);
            awaitSinceKnown(replica);
        }
        for (Visitor visitor : visitors) {
            assertThat(visitor.answers()).doesNotContain("two");
        }

        decide(replica(replicas, false), "unfreeze");
        all(visitors, "two");
        marked(api);
        Eventually.within(LIMIT, "its owner is told", () -> events(api).contains("Live"));
        for (Visitor visitor : visitors) {
            assertThat(visitor.answers().stream()
                            .dropWhile(answer -> !answer.equals("one"))
                            .toList())
                    .containsExactly("one", "two");
        }
    }

    private static void edit(ApiServer api, String backend) {
        api.apply(Manifest.ingress("web", "web.test", "/", backend)
                .replace("{name: web,", "{name: web, annotations: {sluice.dev/receipts: 'true'},"));
    }

    private static void decide(SluiceProcess replica, String action) throws Exception {
        try (StatusApi status = new StatusApi(replica)) {
            StatusApi.Answer answer = status.decide(action, "to see");
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        }
    }

    /** It has heard of the decision: what changes before may still be given by it for a moment. */
    private static void awaitHeld(SluiceProcess replica) throws Exception {
        try (StatusApi status = new StatusApi(replica)) {
            Eventually.within(LIMIT, "it is held", () -> status.course().equals("hold"));
        }
    }

    /** It holds the fleet, and knows of something newer. */
    private static void awaitHeldBack(SluiceProcess replica) throws Exception {
        try (StatusApi status = new StatusApi(replica)) {
            Eventually.within(LIMIT, "it is held", () -> {
                StatusApi.Answer decision = status.get("/api/v1/decision");
                return decision.at("/fleets/0/course").equals("hold")
                        && !decision.at("/fleets/0/newest").equals(decision.at("/fleets/0/release"))
                        && decision.at("/fleets/0/given").equals(decision.at("/fleets/0/release"));
            });
        }
    }

    /** Since when both data planes serve what has not changed: they came with it, and it was another replica that gave it to them. */
    private static void awaitSinceKnown(SluiceProcess replica) throws Exception {
        try (StatusApi status = new StatusApi(replica)) {
            Eventually.within(LIMIT, "it is known since when", () -> {
                List<String> since = status.get("/api/v1/receipts?kind=IngressClass&name=sluice")
                        .body()
                        .at("/fleets/0/serving")
                        .findValuesAsText("since");
                return since.size() == 2 && since.stream().noneMatch(String::isEmpty);
            });
        }
    }

    private static void all(List<Visitor> visitors, String answer) {
        for (Visitor visitor : visitors) {
            Eventually.within(
                    LIMIT, answer + " is answered", () -> visitor.answer().equals(answer));
        }
    }

    /** As {@code kubectl wait --for=jsonpath} sees it. */
    private static void marked(ApiServer api) {
        Eventually.within(LIMIT, "the generation is marked as live", () -> {
            var meta = api.client()
                    .network()
                    .v1()
                    .ingresses()
                    .inNamespace("default")
                    .withName("web")
                    .get()
                    .getMetadata();
            String live = Map.copyOf(meta.getAnnotations()).getOrDefault("sluice.dev/live-generation", "");
            return live.equals(String.valueOf(meta.getGeneration() == null ? 0 : meta.getGeneration()));
        });
    }

    private static List<String> events(ApiServer api) {
        return api.client().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals("web"))
                .map(Event::getReason)
                .toList();
    }
}
