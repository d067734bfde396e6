package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No request fails while routes and endpoints change fifty times a second. */
class ChurnE2E {
    private static final int CHANGES = 250;
    private static final long INTERVAL_NANOS = 20_000_000;

    @TempDir
    Path work;

    @Test
    void no_request_fails_while_routes_and_endpoints_change() throws Exception {
        Path manifests = Files.createDirectories(work.resolve("manifests"));
        try (Backend one = new Backend("one");
                Backend two = new Backend("two")) {
            Files.writeString(manifests.resolve("rule.yaml"), Manifest.ingress("web", "web.test", "/", "web"));
            replace(manifests.resolve("web.yaml"), Manifest.service("web", one.port(), two.port()));
            try (SluiceProcess sluice = SluiceProcess.onFreePorts(
                            "standalone", "--manifests", manifests.toString(), "--access-log", "off");
                    LoadBalancer balancer = new LoadBalancer("web.test").member(sluice)) {
                balancer.start();
                balancer.awaitMore(200);
                for (int change = 0; change < CHANGES; change++) {
                    int port = change % 2 == 0 ? one.port() : two.port();
                    replace(manifests.resolve("web.yaml"), Manifest.service("web", port));
                    replace(
                            manifests.resolve("other.yaml"),
                            Manifest.ingress("other", "h" + change + ".test", "/", "web"));
                    awaitTick(change);
                }
                balancer.awaitMore(200);
                assertThat(balancer.failures()).isEmpty();
            }
        }
    }

    private long started = System.nanoTime();

    /** Fifty changes a second: the rate is what is tested. */
    private void awaitTick(int change) {
        if (change == 0) {
            started = System.nanoTime();
        }
        while (System.nanoTime() - started < (change + 1) * INTERVAL_NANOS) {
            Thread.onSpinWait();
        }
    }

    /** As editors and tools do: written aside and renamed into place. */
    private void replace(Path file, String text) throws java.io.IOException {
        Path aside = Files.writeString(work.resolve("aside"), text);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
