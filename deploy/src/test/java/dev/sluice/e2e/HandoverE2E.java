package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade on one machine: a second process takes the ports of the first over, which ends by itself. */
class HandoverE2E {
    private static final String HOST = "web.test";

    @TempDir
    Path work;

    @Test
    void no_request_fails_while_a_second_data_plane_takes_the_ports_over() throws Exception {
        try (Backend backend = new Backend("one")) {
            Path manifests = Files.createDirectories(work.resolve("manifests"));
            Files.writeString(
                    manifests.resolve("all.yaml"),
                    Manifest.service("one", backend.port()) + Manifest.ingress("web", HOST, "/", "one"));
            try (SluiceProcess control =
                            SluiceProcess.onFreePorts("control-plane", "--manifests", manifests.toString());
                    SluiceProcess first = dataPlane(control.discoveryPort(), 0, 0)) {
                int http = first.httpPort();
                int admin = first.adminPort();
                Eventually.within(
                        Duration.ofSeconds(30),
                        "the route is served",
                        () -> Wire.get(http, HOST, "/").status() == 200);
                try (SteadyClient one = new SteadyClient(http, HOST);
                        SteadyClient two = new SteadyClient(http, HOST)) {
                    one.awaitMore(200);
                    two.awaitMore(200);
                    try (SluiceProcess second = dataPlane(control.discoveryPort(), http, admin)) {
                        assertThat(first.exitStatus()).isZero();
                        assertThat(second.httpPort()).isEqualTo(http);
                        assertThat(second.adminPort()).isEqualTo(admin);
                        one.awaitMore(200);
                        two.awaitMore(200);
                        assertThat(one.failures()).isEmpty();
                        assertThat(two.failures()).isEmpty();
                        assertThat(Wire.get(admin, "monitor", "/readyz").status())
                                .isEqualTo(200);
                        one.close();
                        two.close();
                    }
                }
            }
        }
    }

    private SluiceProcess dataPlane(int discovery, int http, int admin) throws IOException {
        return SluiceProcess.onFreePorts(
                new String[] {"SLUICE__DATA_PLANE__DRAIN__SPREAD", "1s"},
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + discovery,
                "--handover-socket",
                work.resolve("handover").toString(),
                "--bind",
                "127.0.0.1",
                "--http-port",
                Integer.toString(http),
                "--admin-port",
                Integer.toString(admin),
                "--access-log",
                "off",
                "--state-dir",
                work.resolve("state").toString());
    }
}
