package dev.sluice.watch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.watch.Confirmation;
import dev.sluice.watch.SeenEvents;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A watch compared with a list that is made only for that. */
class ConfirmTest {
    private static final WatchKey SERVICES = new WatchKey(ObjectKind.SERVICE, "");
    private static final ObjectKey WEB = ObjectKey.of(ObjectKind.SERVICE, "default", "web");
    private static final ObjectKey API = ObjectKey.of(ObjectKind.SERVICE, "default", "api");

    private final SeenEvents events = new SeenEvents();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Duration silence = Duration.ofMinutes(1);
    private Duration probe = Duration.ofMinutes(1);
    private Duration grace = Duration.ofMillis(200);

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void aQuietKindTakesTheNumberOfTheListThatAgrees() throws Exception {
        ScriptedCluster cluster = cluster();
        cluster.put("web");
        KubernetesWatcher watcher = synced(cluster);
        long now = cluster.elsewhere();
        assertThat(confirm(watcher)).isEqualTo(new Confirmation.Agreed(now));
        assertThat(events.await(
                                ObjectEvent.Progressed.class,
                                event -> event.watch().equals(SERVICES))
                        .consumed())
                .isEqualTo(now);
        assertThat(cluster.awaitRequest(request -> request.startsWith(ScriptedApi.METADATA)))
                .isEqualTo(ScriptedApi.METADATA + "/api/v1/services?limit=500");
    }

    @Test
    void aWatchThatHangsIsBehindAndListsAnew() throws Exception {
        ScriptedCluster cluster = cluster();
        cluster.put("api");
        KubernetesWatcher watcher = synced(cluster);
        cluster.hang();
        cluster.delete("api");
        long now = cluster.put("web");
        assertThat(confirm(watcher)).isEqualTo(new Confirmation.Behind(now));
        events.awaitApplied(WEB);
        events.awaitDeleted(API);
        assertThat(events.awaitSynced(SERVICES).consumed()).isEqualTo(now);
    }

    @Test
    void aWatchThatCatchesUpWithinTheGraceAgrees() throws Exception {
        grace = Duration.ofSeconds(20);
        ScriptedCluster cluster = cluster();
        KubernetesWatcher watcher = synced(cluster);
        cluster.hang();
        long now = cluster.put("web");
        CompletableFuture<Confirmation> asked = watcher.confirm(SERVICES).toCompletableFuture();
        cluster.awaitRequest(request -> request.startsWith(ScriptedApi.METADATA));
        cluster.release();
        assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo(new Confirmation.Agreed(now));
        assertThat(events.awaitApplied(WEB).meta().resourceVersion()).isEqualTo(String.valueOf(now));
    }

    @Test
    void eventsInFlightThatAnAgreeingListContainsAreNotToldAnyMore() throws Exception {
        ScriptedCluster cluster = cluster();
        KubernetesWatcher watcher = synced(cluster);
        cluster.hang();
        cluster.put("api");
        long now = cluster.delete("api");
        assertThat(confirm(watcher)).isEqualTo(new Confirmation.Agreed(now));
        cluster.release();
        cluster.put("web");
        events.awaitApplied(WEB);
        assertThat(events.taken())
                .noneMatch(event -> event instanceof ObjectEvent.Applied(WatchKey w, var object, long n)
                        && object.key().equals(API));
    }

    @Test
    void thoseWhoAskBeforeAListBeginsShareIt() throws Exception {
        ScriptedCluster cluster = cluster();
        KubernetesWatcher watcher = synced(cluster);
        CompletableFuture<?>[] all = new CompletableFuture<?>[50];
        for (int i = 0; i < all.length; i++) {
            all[i] = watcher.confirm(SERVICES).toCompletableFuture();
        }
        CompletableFuture.allOf(all).get(20, TimeUnit.SECONDS);
        assertThat(cluster.metadataLists(SERVICES)).isBetween(1L, 2L);
    }

    @Test
    void anEtcdRestoredFromABackupIsSeenAndCountedFromAnew() throws Exception {
        ScriptedCluster cluster = cluster();
        cluster.put("web");
        ScriptedCluster.Backup backup = cluster.backup();
        cluster.put("api");
        cluster.elsewhere();
        KubernetesWatcher watcher = synced(cluster);
        long before = cluster.revision();
        cluster.restore(backup);
        assertThat(confirm(watcher)).isEqualTo(new Confirmation.Behind(backup.revision()));
        assertThat(events.await(
                        ObjectEvent.WentBack.class, event -> event.watch().equals(SERVICES)))
                .isEqualTo(new ObjectEvent.WentBack(SERVICES, before, backup.revision()));
        events.awaitApplied(WEB); // told again, whatever its version: the same number may be another write now
        events.awaitDeleted(API);
        assertThat(events.awaitSynced(SERVICES).consumed()).isEqualTo(backup.revision());
    }

    @Test
    void aWatchThatFallsSilentIsOpenedAnewFromWhereItIsAndThatIsNoOutage() throws Exception {
        silence = Duration.ofMillis(300);
        ScriptedCluster cluster = cluster();
        KubernetesWatcher watcher = synced(cluster);
        long position = cluster.revision();
        for (int i = 0; i < 2; i++) {
            cluster.awaitRequest(request -> request.startsWith("/api/v1/services?watch=true")
                    && request.endsWith("resourceVersion=" + position));
        }
        cluster.put("web");
        events.awaitApplied(WEB);
        assertThat(watcher.reopened()).isPositive();
        assertThat(events.taken()).noneMatch(ObjectEvent.Disconnected.class::isInstance);
    }

    @Test
    void aSilentKindIsProbedWithOneSmallRequestAndIsHeardOfAgain() throws Exception {
        probe = Duration.ofMillis(300);
        ScriptedCluster cluster = cluster();
        KubernetesWatcher watcher = synced(cluster);
        for (int i = 0; i < 3; i++) {
            cluster.awaitRequest(request -> request.equals(ScriptedApi.METADATA + "/api/v1/services?limit=1"));
        }
        assertThat(watcher.silences().keySet()).isEqualTo(watcher.watches());
        assertThat(cluster.metadataLists(SERVICES)).isZero();
    }

    @Test
    void aProbeThatFindsALowerNumberHasEverythingCompared() throws Exception {
        ScriptedCluster cluster = cluster();
        cluster.put("web");
        ScriptedCluster.Backup backup = cluster.backup();
        cluster.put("api");
        probe = Duration.ofMillis(300);
        synced(cluster);
        cluster.restore(backup);
        events.await(ObjectEvent.WentBack.class, event -> event.watch().equals(SERVICES));
    }

    @Test
    void aServerThatDoesNotAnswerLeavesTheSilenceAndTheQuestionIsAnsweredNevertheless() throws Exception {
        ScriptedCluster cluster = cluster();
        KubernetesWatcher watcher = synced(cluster);
        cluster.fallSilent();
        assertThat(confirm(watcher)).isInstanceOf(Confirmation.Unknown.class);
        assertThat(watcher.silences().get(SERVICES)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void aWatchNobodyHasCannotBeConfirmed() throws Exception {
        KubernetesWatcher watcher = synced(cluster());
        assertThat(watcher.confirm(new WatchKey(ObjectKind.SECRET, "a/b"))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .isEqualTo(new Confirmation.Unknown("Secret@a/b is not watched"));
    }

    private Confirmation confirm(KubernetesWatcher watcher) throws Exception {
        return watcher.confirm(SERVICES).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private ScriptedCluster cluster() throws Exception {
        ScriptedCluster cluster = new ScriptedCluster();
        open.push(cluster);
        return cluster;
    }

    private KubernetesWatcher synced(ScriptedCluster cluster) throws Exception {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://localhost:" + cluster.port())
                .build();
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        open.push(client);
        KubernetesWatcher watcher = new KubernetesWatcher(
                client,
                new KubernetesWatcher.Settings(
                        "",
                        "nginx.ingress.kubernetes.io",
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(60),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        new Vigilance(silence, probe, Duration.ofMillis(20), grace)));
        open.push(watcher);
        watcher.start(events);
        for (int i = 0; i < watcher.watches().size(); i++) {
            events.await(ObjectEvent.Synced.class, event -> true);
        }
        cluster.awaitRequest(request -> request.startsWith("/api/v1/services?watch=true"));
        return watcher;
    }
}
