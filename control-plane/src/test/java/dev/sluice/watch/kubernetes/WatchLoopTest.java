package dev.sluice.watch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.watch.SeenEvents;
import dev.sluice.watch.kubernetes.ScriptedApi.Answer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One collection (Services) of a server that answers as each test says; the other kinds are empty and quiet. */
class WatchLoopTest {
    private static final WatchKey SERVICES = new WatchKey(ObjectKind.SERVICE, "");
    private static final ObjectKey WEB = ObjectKey.of(ObjectKind.SERVICE, "default", "web");
    private static final ObjectKey API = ObjectKey.of(ObjectKind.SERVICE, "default", "api");
    private static final Answer EMPTY = new Answer.Body(200, Objects.list(1));

    private final SeenEvents events = new SeenEvents();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Duration answerTimeout = Duration.ofSeconds(10);

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void aLongListComesInPagesAndSyncsOnceAtItsEnd() throws Exception {
        ScriptedApi api = serve(request -> request.contains("continue=second")
                ? new Answer.Body(200, Objects.list(7, Objects.service("web", 3)))
                : new Answer.Body(200, Objects.list(7, "second", List.of(Objects.service("api", 2)))));
        watch(api.port());
        assertThat(events.await(ObjectEvent.Synced.class, event -> event.watch().equals(SERVICES))
                        .consumed())
                .isEqualTo(7);
        assertThat(ofServices())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Applied", "Applied", "Synced");
        assertThat(api.requests()).anyMatch(request -> request.contains("/api/v1/services?limit=500"));
    }

    @Test
    void anExpiredPageTokenMakesTheListAgainInOnePage() throws Exception {
        ScriptedApi api = serve(request -> request.contains("continue=")
                ? new Answer.Body(410, Objects.status(410, "The provided continue parameter is too old"))
                : request.contains("limit=500")
                        ? new Answer.Body(200, Objects.list(7, "old", List.of(Objects.service("api", 2))))
                        : new Answer.Body(200, Objects.list(9, Objects.service("web", 8))));
        watch(api.port());
        events.awaitApplied(WEB);
        assertThat(events.awaitSynced(SERVICES).consumed()).isEqualTo(9);
        assertThat(ofServices()).noneMatch(event -> event instanceof ObjectEvent.Deleted); // half a list is never told
        assertThat(events.taken()).noneMatch(ObjectEvent.Disconnected.class::isInstance);
    }

    @Test
    void eventsAreToldInOrderWithTheirNumbersAndTheSameVersionOnlyOnce() throws Exception {
        Answer.Stream stream = new Answer.Stream();
        serveAndWatch(Objects.list(5, Objects.service("web", 4)), stream);
        events.awaitSynced(SERVICES);
        stream.send(Objects.event("ADDED", Objects.service("web", 4)));
        stream.send(Objects.event("ADDED", Objects.service("api", 6)));
        stream.send(Objects.event("MODIFIED", Objects.service("web", 7)));
        stream.send(Objects.event("DELETED", Objects.service("api", 8)));
        events.drain();
        assertThat(events.awaitDeleted(API).consumed()).isEqualTo(8);
        assertThat(ofServices())
                .filteredOn(ObjectEvent.Applied.class::isInstance)
                .extracting(event -> ((ObjectEvent.Applied) event).consumed())
                .isSubsetOf(6L, 7L);
    }

    @Test
    void aWatchThatEndsGoesOnFromTheLastBookmarkAndNothingIsToldOfIt() throws Exception {
        Answer.Stream first = new Answer.Stream();
        Answer.Stream second = new Answer.Stream();
        ScriptedApi api = serveAndWatch(Objects.list(5), first, second);
        events.awaitSynced(SERVICES);
        first.send(Objects.bookmark(40));
        assertThat(events.await(
                                ObjectEvent.Progressed.class,
                                event -> event.watch().equals(SERVICES))
                        .consumed())
                .isEqualTo(40);
        events.drain();
        first.end();
        second.send(Objects.event("ADDED", Objects.service("web", 41)));
        events.awaitApplied(WEB);
        assertThat(ofServices()).hasSize(1);
        assertThat(api.requests())
                .filteredOn(request -> request.startsWith("/api/v1/services?watch"))
                .extracting(request -> request.substring(request.lastIndexOf('=') + 1))
                .containsExactly("5", "40");
    }

    @Test
    void goneMakesTheListAgainAndTellsWhatHasVanished() throws Exception {
        AtomicInteger lists = new AtomicInteger();
        Answer.Stream first = new Answer.Stream();
        Answer.Stream second = new Answer.Stream();
        Queue<Answer> streams = new ArrayDeque<>(List.of(first, second));
        ScriptedApi api = serve(request -> {
            if (request.contains("watch=true")) {
                return Optional.ofNullable(streams.poll()).orElseGet(Answer.Silence::new);
            }
            return new Answer.Body(
                    200,
                    lists.incrementAndGet() == 1
                            ? Objects.list(5, Objects.service("web", 3), Objects.service("api", 4))
                            : Objects.list(90, Objects.service("api", 4)));
        });
        watch(api.port());
        events.awaitSynced(SERVICES);
        events.drain();
        first.send(Objects.event("ERROR", Objects.status(410, "too old resource version")));
        events.awaitDeleted(WEB);
        assertThat(events.awaitSynced(SERVICES).consumed()).isEqualTo(90);
        assertThat(ofServices())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Deleted", "Synced");
    }

    @Test
    void aForbiddenKindCountsAsEmptyWithTheServersReasonAndIsTriedAgain() throws Exception {
        unavailableThenThere(403, "services is forbidden");
    }

    @Test
    void anAbsentKindCountsAsEmptyAndIsTriedAgain() throws Exception {
        unavailableThenThere(404, "the server could not find the requested resource");
    }

    private void unavailableThenThere(int status, String message) throws Exception {
        AtomicInteger lists = new AtomicInteger();
        ScriptedApi api = serve(request -> lists.incrementAndGet() <= 3
                ? new Answer.Body(status, Objects.status(status, message))
                : new Answer.Body(200, Objects.list(5, Objects.service("web", 3))));
        watch(api.port());
        assertThat(events.await(
                                ObjectEvent.Unavailable.class,
                                event -> event.watch().equals(SERVICES))
                        .reason())
                .isEqualTo("HTTP " + status + ": " + message);
        events.awaitSynced(SERVICES);
        assertThat(ofServices())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Unavailable", "Applied", "Synced");
    }

    @Test
    void aKindThatWasReadAndIsForbiddenLaterStaysInForce() throws Exception {
        AtomicBoolean forbidden = new AtomicBoolean();
        Answer.Stream first = new Answer.Stream();
        ScriptedApi api = serve(request -> {
            if (forbidden.get()) {
                return new Answer.Body(403, Objects.status(403, "not yet"));
            }
            return request.contains("watch=true")
                    ? first
                    : new Answer.Body(200, Objects.list(5, Objects.service("web", 3)));
        });
        watch(api.port());
        events.awaitSynced(SERVICES);
        forbidden.set(true);
        first.end();
        events.await(ObjectEvent.Disconnected.class, event -> event.watch().equals(SERVICES));
        assertThat(events.taken()).noneMatch(ObjectEvent.Unavailable.class::isInstance);
    }

    @Test
    void aServerAwayAtStartIsToldOnceAndReadWhenItComes() throws Exception {
        int port;
        try (ScriptedApi reserved = new ScriptedApi(0, request -> EMPTY)) {
            port = reserved.port();
        }
        watch(port);
        events.await(ObjectEvent.Disconnected.class, event -> event.watch().equals(SERVICES));
        ScriptedApi api = new ScriptedApi(
                port,
                quietButServices(request -> request.contains("watch=true")
                        ? new Answer.Silence()
                        : new Answer.Body(200, Objects.list(5, Objects.service("web", 3)))));
        open.add(0, api);
        events.awaitSynced(SERVICES);
        assertThat(ofServices())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Disconnected", "Applied", "Synced");
    }

    @Test
    void aServerThatGoesAwayLaterIsToldOnceAndTheWatchGoesOnWithoutAList() throws Exception {
        Answer.Stream first = new Answer.Stream();
        ScriptedApi before = serveAndWatch(Objects.list(5, Objects.service("web", 3)), first);
        events.awaitSynced(SERVICES);
        int port = before.port();
        before.close();
        events.await(ObjectEvent.Disconnected.class, event -> event.watch().equals(SERVICES));
        events.drain();
        Answer.Stream second = new Answer.Stream();
        second.send(Objects.event("MODIFIED", Objects.service("web", 6)));
        open.add(0, new ScriptedApi(port, quietButServices(request -> second)));
        events.awaitApplied(WEB);
        assertThat(ofServices())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Progressed", "Applied");
    }

    @Test
    void aListThatNeverComesEndsWithItsTimeoutAndIsTriedAgain() throws Exception {
        answerTimeout = Duration.ofSeconds(1);
        AtomicInteger lists = new AtomicInteger();
        ScriptedApi api = serve(request -> request.contains("watch=true") || lists.incrementAndGet() == 1
                ? new Answer.Silence()
                : new Answer.Body(200, Objects.list(5)));
        watch(api.port());
        assertThat(events.await(
                                ObjectEvent.Disconnected.class,
                                event -> event.watch().equals(SERVICES))
                        .reason())
                .endsWith(
                        "no answer from http://localhost:" + api.port() + "/api/v1/services?limit=500 within 1000 ms");
        events.awaitSynced(SERVICES);
    }

    @Test
    void aBusyServerIsSparedForAsLongAsItAsks() throws Exception {
        AtomicInteger lists = new AtomicInteger();
        long begun = System.nanoTime();
        ScriptedApi api = serve(request ->
                lists.incrementAndGet() == 1 ? new Answer.Later(429, 1) : new Answer.Body(200, Objects.list(5)));
        watch(api.port());
        events.awaitSynced(SERVICES);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void secretsAreOnlyEverAskedForByName() throws Exception {
        ObjectKey tls = ObjectKey.of(ObjectKind.SECRET, "default", "tls");
        ObjectKey absent = ObjectKey.of(ObjectKind.SECRET, "default", "absent");
        String secret = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"tls\","
                + "\"namespace\":\"default\",\"uid\":\"u\",\"resourceVersion\":\"4\"},\"data\":{\"key\":\"b25l\"}}";
        ScriptedApi api = serve(new ScriptedApi(
                0,
                request -> request.contains("watch=true")
                        ? new Answer.Silence()
                        : request.contains("metadata.name%3Dtls")
                                ? new Answer.Body(200, Objects.list(5, secret))
                                : EMPTY));
        KubernetesWatcher watcher = watch(api.port());
        watcher.follow(Set.of(tls, absent));
        assertThat(events.awaitApplied(tls).toString()).doesNotContain("one").doesNotContain("b25l");
        events.awaitSynced(new WatchKey(ObjectKind.SECRET, "default/tls"));
        watcher.follow(Set.of(absent));
        events.await(
                ObjectEvent.Ended.class, event -> event.watch().equals(new WatchKey(ObjectKind.SECRET, "default/tls")));
        watcher.follow(Set.of(tls, absent));
        events.awaitApplied(tls);
        assertThat(api.requests())
                .filteredOn(request -> request.contains("secrets"))
                .isNotEmpty()
                .allMatch(request ->
                        request.startsWith("/api/v1/namespaces/default/secrets?fieldSelector=metadata.name%3D"));
    }

    @Test
    void anAbsentSecretSyncsWithoutBeingApplied() throws Exception {
        ObjectKey absent = ObjectKey.of(ObjectKind.SECRET, "default", "absent");
        ScriptedApi api = serve(request -> EMPTY);
        watch(api.port()).follow(Set.of(absent));
        events.awaitSynced(new WatchKey(ObjectKind.SECRET, "default/absent"));
        assertThat(events.taken()).noneMatch(ObjectEvent.Applied.class::isInstance);
    }

    @Test
    void ofAClusterTheNameIsTheUidOfItsSystemNamespace() throws Exception {
        ScriptedApi api = serve(new ScriptedApi(
                0,
                request -> request.equals("/api/v1/namespaces/kube-system")
                        ? new Answer.Body(200, "{\"metadata\":{\"uid\":\"c-1\"}}")
                        : EMPTY));
        assertThat(watch(api.port()).epoch().source()).isEqualTo("c-1");
    }

    private ScriptedApi serveAndWatch(String list, Answer... streams) throws IOException {
        Queue<Answer> left = new ArrayDeque<>(List.of(streams));
        ScriptedApi api = serve(request -> request.contains("watch=true")
                ? Optional.ofNullable(left.poll()).orElseGet(Answer.Silence::new)
                : new Answer.Body(200, list));
        watch(api.port());
        return api;
    }

    private ScriptedApi serve(Function<String, Answer> services) throws IOException {
        return serve(new ScriptedApi(0, quietButServices(services)));
    }

    private ScriptedApi serve(ScriptedApi api) {
        open.add(api);
        return api;
    }

    /** Watches are quiet unless the script of a test answers them. */
    private static Function<String, Answer> quietButServices(Function<String, Answer> services) {
        return request -> {
            if (request.startsWith("/api/v1/services")) {
                Answer answer = services.apply(request);
                return request.contains("watch=true")
                                && answer instanceof Answer.Body(int status, String json)
                                && status == 200
                        ? new Answer.Silence()
                        : answer;
            }
            return request.contains("watch=true") ? new Answer.Silence() : EMPTY;
        };
    }

    private KubernetesWatcher watch(int port) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://localhost:" + port)
                .build();
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        open.add(client);
        KubernetesWatcher watcher = new KubernetesWatcher(
                client,
                new KubernetesWatcher.Settings(
                        "",
                        "nginx.ingress.kubernetes.io",
                        answerTimeout,
                        Duration.ofSeconds(60),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Vigilance.DEFAULT));
        open.add(watcher);
        watcher.start(events);
        return watcher;
    }

    private List<ObjectEvent> ofServices() {
        return events.taken().stream()
                .filter(event -> event.watch().equals(SERVICES))
                .toList();
    }
}
