package dev.sluice.dataplane;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sync.Serving;
import dev.sluice.tls.SelfSigned;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(90)
class WarmUpTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private boolean certificates;

    @AutoClose
    private EdgeRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EdgeRig();
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "akka-http"})
    void itIsReadyWhenItHasPractisedAndNobodyHasSeenIt(String engine) throws Exception {
        try (DataPlane dataPlane = rig.start("engine", engine, "warm-up", "3s", "access-log", "stdout")) {
            assertThat(seconds(dataPlane)).isPositive();
            List<String> counted = metrics(dataPlane, "sluice_requests_total{");
            assertThat(counted).allMatch(line -> line.endsWith(" 0.0") || line.endsWith(" 0"));
            assertThat(metrics(dataPlane, "sluice_recent_requests ")).containsExactly("sluice_recent_requests 0.0");
            assertThat(metrics(dataPlane, "sluice_upstream_connections ")).allMatch(line -> line.endsWith(" 0.0"));
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("sluice-warm-up")) {
                    assertThat(thread.join(Duration.ofSeconds(20)))
                            .as("it ends")
                            .isTrue();
                }
            }
        }
    }

    @Test
    void oneThatCannotPractiseServesAllTheSame() throws Exception {
        try (DataPlane dataPlane = rig.start("warm-up", "3s", "clients.max-connections", 1)) {
            assertThat(dataPlane.readiness().ready()).isTrue();
            assertThat(seconds(dataPlane)).isZero();
        }
    }

    @Test
    void withoutTimeForItThereIsNone() {
        try (WarmUp warmUp = warmUp("0s")) {
            assertThat(warmUp.over()).isTrue();
            assertThat(warmUp.begin(Duration.ofHours(1))).isCompleted();
        }
    }

    @Test
    void itIsNotReadyBeforeItIsOverAndOverWhenItIsClosed() throws Exception {
        WarmUp warmUp = warmUp("10s");
        CompletableFuture<Void> over = warmUp.begin(Duration.ofHours(1));
        assertThat(warmUp.begin(Duration.ZERO)).as("begun already").isNotDone();
        assertThat(missing(warmUp)).contains("it is warming up (sluice.data-plane.warm-up)");
        warmUp.close();
        over.get(20, SECONDS);
        assertThat(missing(warmUp)).doesNotContain("it is warming up (sluice.data-plane.warm-up)");
    }

    @Test
    void whereThereAreCertificatesItPractisesTlsToo() throws Exception {
        certificates = true;
        try (WarmUp warmUp = warmUp("10s")) {
            warmUp.begin(Duration.ZERO).get(20, SECONDS);
            assertThat(connections("no")).isPositive();
            assertThat(connections("yes")).isPositive();
        }
    }

    private WarmUp warmUp(String limit) {
        return new WarmUp(
                EdgeRig.read(rig.settings("warm-up", limit)),
                new Prepared<>(() -> SelfSigned.make(Instant.now())),
                () -> certificates,
                meters);
    }

    private double connections(String tls) {
        return meters.get("sluice.warm.up.connections").tag("tls", tls).gauge().value();
    }

    private List<String> missing(WarmUp warmUp) {
        return Condition.readiness(
                        new Serving().status(),
                        EdgeRig.read(rig.settings()).sync().lastGood(),
                        true,
                        warmUp.over(),
                        false)
                .missing();
    }

    private double seconds(DataPlane dataPlane) throws Exception {
        return Double.parseDouble(
                metrics(dataPlane, "sluice_warm_up_seconds ").getFirst().split(" ")[1]);
    }

    private List<String> metrics(DataPlane dataPlane, String beginning) throws Exception {
        return rig.admin(dataPlane, "/metrics")
                .lines()
                .filter(line -> line.startsWith(beginning))
                .toList();
    }
}
