package dev.sluice.dataplane;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.settings.InvalidSetting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a data plane takes leave of a load balancer and of its clients. */
@Timeout(90)
final class DrainTest {
    private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    private EdgeRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EdgeRig();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private static boolean healthy(DataPlane dataPlane) {
        try {
            return EdgeRig.raw(dataPlane.httpAddress(), HEALTH).startsWith("HTTP/1.1 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theHealthPathTellsOfDrainingWhileRequestsAreStillServed() throws Exception {
        try (DataPlane dataPlane = rig.start("drain.grace", "60s")) {
            InetSocketAddress address = dataPlane.httpAddress();
            assertThat(EdgeRig.raw(address, HEALTH)).startsWith("HTTP/1.1 200 ").contains("reason: healthy");
            assertThat(EdgeRig.raw(address, "GET /healthz HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            // What belongs to a host is the host's.
            assertThat(EdgeRig.raw(address, HEALTH.replace("127.0.0.1", "web.example")))
                    .contains("x-forwarded-for: 127.0.0.1\n");
            CompletableFuture<Void> drained =
                    dataPlane.drain(Duration.ofSeconds(1)).toCompletableFuture();
            assertThat(EdgeRig.raw(address, HEALTH)).startsWith("HTTP/1.1 503 ").contains("reason: draining");
            assertThat(EdgeRig.get(address)).startsWith("HTTP/1.1 200 ");
            drained.get(20, SECONDS);
            assertThatThrownBy(() -> EdgeRig.raw(address, HEALTH)).isInstanceOf(IOException.class);
            assertThat(rig.admin(dataPlane, "/metrics"))
                    .contains("{code=\"5xx\",reason=\"draining\"} 1.0", "{code=\"2xx\",reason=\"healthy\"} 2.0");
        }
    }

    @Test
    void beforeThereIsAnythingToServeTheHealthPathSaysSo() throws Exception {
        try (DataPlane dataPlane = DataPlane.start(EdgeRig.read(rig.settings()), "test")) {
            assertThat(EdgeRig.raw(dataPlane.httpAddress(), HEALTH))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("reason: not-ready");
        }
    }

    @Test
    void underLoadNoRequestIsLost() throws Exception {
        try (DataPlane first = rig.start("drain.spread", "500ms");
                DataPlane second = rig.start();
                ScheduledExecutorService monitor = Executors.newSingleThreadScheduledExecutor()) {
            AtomicReference<DataPlane> target = new AtomicReference<>(first);
            monitor.scheduleWithFixedDelay(
                    () -> target.set(healthy(first) ? first : second),
                    0,
                    50,
                    java.util.concurrent.TimeUnit.MILLISECONDS);
            try (Load load =
                    new Load(24, () -> Objects.requireNonNull(target.get()).httpAddress())) {
                awaitAnswers(load, 2000);
                first.drain(Duration.ofSeconds(1)).toCompletableFuture().get(30, SECONDS);
                assertThat(rig.admin(first, "/metrics")).contains("sluice_client_connections 0.0");
                awaitAnswers(load, load.answered.get() + 2000);
                load.close();
                assertThat(load.lost).isEmpty();
            }
        }
    }

    private static void awaitAnswers(Load load, long answers) {
        while (load.answered.get() < answers && load.lost.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aKeptConnectionIsServedOnceMoreWhileItsMomentHasNotCome() throws Exception {
        try (DataPlane dataPlane = rig.start("drain.timeout", "60s", "drain.spread", "60s");
                Socket socket = new Socket()) {
            socket.connect(dataPlane.httpAddress());
            socket.setSoTimeout(20_000);
            String request = "GET / HTTP/1.1\r\nHost: web.example\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[65_536];
            assertThat(socket.getInputStream().read(answer)).isPositive();
            CompletableFuture<Void> drained = dataPlane.drain(Duration.ZERO).toCompletableFuture();
            refused(dataPlane);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("HTTP/1.1 200 OK", "Connection: close");
            drained.get(20, SECONDS);
        }
    }

    private static void refused(DataPlane dataPlane) {
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(dataPlane.httpAddress());
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void whatIsUnderWayWhenTheTimeIsOverIsCutAndTold() throws Exception {
        try (DataPlane dataPlane = rig.start("drain.timeout", "300ms", "drain.spread", "0s");
                Socket socket = new Socket()) {
            socket.connect(dataPlane.httpAddress());
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /hang HTTP/1.1\r\nHost: web.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            rig.hanging.acquire();
            CompletableFuture<Void> drained = dataPlane.drain(Duration.ZERO).toCompletableFuture();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            drained.get(20, SECONDS);
            assertThat(rig.admin(dataPlane, "/metrics")).contains("{code=\"none\",reason=\"shutdown\"} 1.0");
        }
    }

    @Test
    void wrongValuesAreNamed() {
        wrong("drain.spread = 6s (test): expected a duration from 0s to 5s", "drain.spread", "6s");
        wrong("health.path = healthz (test): expected a path as /healthz, or nothing", "health.path", "healthz");
        wrong("health.hosts = A B (test): expected address, any, or names", "health.hosts", "A B");
        wrong("overload.lateness = 2m", "overload.lateness", "120s");
        wrong("overload.max-in-flight = 0", "overload.max-in-flight", 0);
        wrong("overload.retry-after", "overload.retry-after", "10ms");
        wrong("clients.max-connections-per-address = -1", "clients.max-connections-per-address", -1);
        wrong("clients.unlimited = x", "clients.unlimited", "x");
        wrong("clients.max-requests = 0", "clients.max-requests", 0);
        wrong("clients.min-rate = 2097152", "clients.min-rate", "2 MiB");
        wrong("clients.rate-grace = 0s", "clients.rate-grace", "0s");
    }

    private void wrong(String message, String key, Object value) {
        assertThatThrownBy(() -> EdgeRig.read(rig.settings(key, value)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(message);
    }
}
