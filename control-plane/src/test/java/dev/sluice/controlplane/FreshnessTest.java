package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKind;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.publish.Sample;
import dev.sluice.watch.ObjectSource;
import dev.sluice.watch.kubernetes.KubernetesWatcher;
import dev.sluice.watch.kubernetes.ScriptedCluster;
import dev.sluice.watch.kubernetes.Vigilance;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A data plane that has more than a whole control plane offers: because that is behind, or because its source went back. */
@Timeout(120)
final class FreshnessTest {
    private static final WatchKey INGRESSES = new WatchKey(ObjectKind.INGRESS, "");
    private static final WatchKey SERVICES = new WatchKey(ObjectKind.SERVICE, "");
    private static final String CLASS = """
            {"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"sluice","uid":"uid-class",\
            "resourceVersion":"1"},"spec":{"controller":"sluice.dev/ingress-controller"}}""";
    private static final String INGRESS = """
            {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"web","namespace":"default",\
            "uid":"uid-web","resourceVersion":"1"},"spec":{"ingressClassName":"sluice","rules":[{"http":{"paths":[\
            {"path":"/one","pathType":"Prefix","backend":{"service":{"name":"one","port":{"number":80}}}},\
            {"path":"/two","pathType":"Prefix","backend":{"service":{"name":"two","port":{"number":80}}}}]}}]}}""";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void aReplicaWithAQuietKindIsComparedAndServesADataPlaneThatHasMore() throws Exception {
        Running running = opened(new Running());
        running.source.begin(Sample.ingressClass(), Sample.service("web"), Sample.ingress("web", "web.example", "web"));
        StreamClient first = opened(running.connect("n1"));
        Version known = first.applyNext().to();
        long more = 100;
        Freshness ahead = known.freshness().with(INGRESSES, more);
        Version has = new Version(known.epoch(), known.decision(), ahead, Digest.EMPTY);
        running.source.listsAt(more);
        RovingClient client = opened(new RovingClient("n2", running.plane.discoveryPort(), has));
        await(() -> client.serving().digest().equals(known.digest()));
        assertThat(client.older()).isPositive();
        assertThat(client.serving().epoch()).isEqualTo(known.epoch());
        assertThat(client.serving().freshness().consumed()).containsEntry(INGRESSES, more);
    }

    @Test
    void anEtcdRestoredFromABackupRaisesTheEpochAndOnlyThenIsWhatItHasServed() throws Exception {
        ScriptedCluster cluster = cluster();
        cluster.put("one");
        ScriptedCluster.Backup backup = cluster.backup();
        cluster.put("two");
        ControlPlane plane = opened(start(cluster));
        RovingClient client = opened(new RovingClient("n1", plane.discoveryPort()));
        await(() -> upstreams(client) == 2);
        Version before = client.serving();
        cluster.restore(backup);
        await(() -> client.serving().epoch().generation() > before.epoch().generation());
        assertServedAfter(before, client);
    }

    @Test
    void aReplicaThatStartsWithARestoredSourceLearnsOfItFromADataPlane() throws Exception {
        ScriptedCluster cluster = cluster();
        cluster.put("one");
        ScriptedCluster.Backup backup = cluster.backup();
        cluster.put("two");
        ControlPlane first = opened(start(cluster));
        RovingClient client = opened(new RovingClient("n1", first.discoveryPort()));
        await(() -> upstreams(client) == 2);
        Version before = client.serving();
        first.close();
        cluster.restore(backup);
        ControlPlane second = opened(start(cluster));
        client.follow("127.0.0.1:" + second.discoveryPort());
        await(() -> client.serving().epoch().generation() > before.epoch().generation());
        assertThat(client.older()).isPositive();
        assertServedAfter(before, client);
        cluster.put("two");
        await(() -> upstreams(client) == 2);
    }

    /** What was served is given up for nothing but a later generation. */
    private static void assertServedAfter(Version before, RovingClient client) {
        assertThat(client.faults()).isEmpty();
        await(() -> upstreams(client) == 1);
        assertThat(client.serving().freshness().consumed().get(SERVICES))
                .isLessThan(before.freshness().consumed().get(SERVICES));
        assertThat(client.applied())
                .allSatisfy(applied -> assertThat(upstreams(applied))
                        .isEqualTo(applied.version().epoch().equals(before.epoch()) ? 2 : 1));
    }

    private static long upstreams(RovingClient client) {
        return client.applied().isEmpty() ? 0 : upstreams(client.applied().getLast());
    }

    private static long upstreams(RovingClient.Applied applied) {
        return applied.table().values().stream()
                .filter(resource -> resource.key().kind() == ResourceKind.UPSTREAM)
                .count();
    }

    private static void await(Callable<Boolean> holds) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(holds);
    }

    private ScriptedCluster cluster() throws Exception {
        ScriptedCluster cluster = opened(new ScriptedCluster());
        cluster.fixed("/apis/networking.k8s.io/v1/ingressclasses", CLASS);
        cluster.fixed("/apis/networking.k8s.io/v1/ingresses", INGRESS);
        return cluster;
    }

    private ControlPlane start(ScriptedCluster cluster) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://localhost:" + cluster.port())
                .build();
        KubernetesClient client =
                opened(new KubernetesClientBuilder().withConfig(config).build());
        Vigilance vigilance = new Vigilance(
                Duration.ofMinutes(1), Duration.ofMillis(300), Duration.ofMillis(20), Duration.ofMillis(200));
        ObjectSource watcher = new KubernetesWatcher(client, KubernetesWatcher.Settings.DEFAULT.with(vigilance));
        return ControlPlane.start(Running.settings(Map.of("freshness.settle", "1s")), Outside.of(watcher), "1.2.3");
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.push(one);
        return one;
    }
}
