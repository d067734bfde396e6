package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What E2Es stand on. */
class MockApiServerTest {
    @TempDir
    Path work;

    /** See {@link UnblockedDispatcher}. */
    @Test
    void watchesThatBreakWhileEventsAreOnTheirWayStopNobody() throws Exception {
        try (MockApiServer api = new MockApiServer()) {
            String kubeconfig = Files.readString(api.kubeconfig(work));
            for (int round = 0; round < 10; round++) {
                try (KubernetesClient watching = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(Config.fromKubeconfig(kubeconfig))
                                .withWatchReconnectLimit(0)
                                .build())
                        .build()) {
                    CountDownLatch seen = new CountDownLatch(200);
                    for (int i = 0; i < 4; i++) {
                        watching.configMaps().inNamespace("default").watch(counting(seen));
                    }
                    AtomicBoolean enough = new AtomicBoolean();
                    Thread writer = Thread.ofVirtual().start(() -> write(api, enough));
                    assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
                    api.stop();
                    enough.set(true);
                    assertThat(writer.join(Duration.ofSeconds(5))).isTrue();
                    api.startAgain();
                }
            }
        }
    }

    private static void write(MockApiServer api, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            api.client()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("changed")
                            .withNamespace("default")
                            .endMetadata()
                            .addToData("i", Integer.toString(i))
                            .build())
                    .createOr(change -> change.update());
        }
    }

    private static Watcher<ConfigMap> counting(CountDownLatch seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap change) {
                seen.countDown();
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
    }
}
