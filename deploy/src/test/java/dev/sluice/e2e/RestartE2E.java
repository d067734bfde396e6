package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two halves as processes, restarted while requests go on. */
class RestartE2E {
    /** Sixty times as long as the load balancer takes to see that a member is not ready. */
    private static final String[] DRAINING = {
        "SLUICE__DATA_PLANE__DRAIN__GRACE", "3s", "SLUICE__DATA_PLANE__DRAIN__SPREAD", "5s"
    };

    @TempDir
    Path work;

    private SluiceProcess controlPlane(int discoveryPort) throws IOException {
        return SluiceProcess.onFreePorts(
                "control-plane",
                "--manifests",
                manifests().toString(),
                "--discovery-port",
                Integer.toString(discoveryPort));
    }

    private SluiceProcess dataPlane(String name, int discoveryPort, int httpPort) throws IOException {
        return SluiceProcess.onFreePorts(
                DRAINING,
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + discoveryPort,
                "--node",
                name,
                "--bind",
                "127.0.0.1",
                "--http-port",
                Integer.toString(httpPort),
                "--access-log",
                "off",
                "--state-dir",
                work.resolve(name).toString());
    }

    private Path manifests() throws IOException {
        return Files.createDirectories(work.resolve("manifests"));
    }

    @Test
    void no_request_fails_while_either_half_is_restarted() throws Exception {
        try (Backend backend = new Backend("one")) {
            Files.writeString(
                    manifests().resolve("all.yaml"),
                    Manifest.service("one", backend.port()) + Manifest.ingress("web", "web.test", "/", "one"));
            SluiceProcess control = controlPlane(0);
            int discovery = control.discoveryPort();
            SluiceProcess left = dataPlane("left", discovery, 0);
            SluiceProcess right = dataPlane("right", discovery, 0);
            try (LoadBalancer balancer =
                    new LoadBalancer("web.test").member(left).member(right)) {
                balancer.start();
                balancer.awaitMore(500);

                control.kill();
                balancer.awaitMore(500);
                control = controlPlane(discovery);
                control.await("^discovery");
                balancer.awaitMore(500);

                left.terminate();
                left.exitStatus();
                balancer.awaitMore(500);
                left = dataPlane("left", discovery, 0);
                balancer.member(left);
                balancer.awaitMore(500);

                right.terminate();
                right.exitStatus();
                balancer.awaitMore(500);
                assertThat(balancer.failures()).isEmpty();
            } finally {
                left.close();
                right.close();
                control.close();
            }
        }
    }

    @Test
    void a_data_plane_serves_its_last_good_state_while_the_control_plane_is_away() throws Exception {
        try (Backend backend = new Backend("one")) {
            Files.writeString(
                    manifests().resolve("all.yaml"),
                    Manifest.service("one", backend.port()) + Manifest.ingress("web", "web.test", "/", "one"));
            int discovery;
            try (SluiceProcess control = controlPlane(0)) {
                discovery = control.discoveryPort();
                try (SluiceProcess first = dataPlane("only", discovery, 0)) {
                    int port = first.httpPort();
                    Eventually.within(
                            Duration.ofSeconds(30),
                            "first answer",
                            () -> Wire.get(port, "web.test", "/").status() == 200);
                    Eventually.within(
                            Duration.ofSeconds(10),
                            "the state is on disk",
                            () -> Files.exists(work.resolve("only"))
                                    && Files.walk(work.resolve("only")).anyMatch(Files::isRegularFile));
                }
            }
            try (SluiceProcess again = dataPlane("only", discovery, 0)) {
                int port = again.httpPort();
                int admin = again.adminPort();
                Eventually.within(
                        Duration.ofSeconds(30),
                        "ready from disk",
                        () -> Wire.get(admin, "x", "/readyz").status() == 200);
                assertThat(Wire.get(port, "web.test", "/").body()).isEqualTo("one");
            }
        }
    }
}
