package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data plane with the limits that it has by itself, in a heap of 256 MiB: ten thousand connections on which nothing happens and
 * a thousand on which next to nothing happens cost a bounded amount of memory each, and keep nobody else waiting.
 */
class ManyConnectionsE2E {
    private static final int IDLE_BEHIND_SMALL = 8_000;
    private static final int IDLE_BEHIND_LARGE = 1_000;
    private static final int IDLE_HTTP2 = 1_000;
    private static final int IDLE = IDLE_BEHIND_SMALL + IDLE_BEHIND_LARGE + IDLE_HTTP2;
    private static final int SLOW_HEADS = 400;
    private static final int SLOW_BODIES = 300;
    private static final int SLOW_READERS = 300;
    private static final int SLOW = SLOW_HEADS + SLOW_BODIES + SLOW_READERS;

    /** What one idle connection may take: in the heap, beside it, and of the machine in all. */
    private static final Memory IDLE_COST = new Memory(12 << 10, 1 << 10, 24 << 10);
    /** What a slow one may: its head at most (clients.max-head), or what is read ahead of a client that does not read. */
    private static final Memory SLOW_COST = new Memory(64 << 10, 64 << 10, 160 << 10);

    @TempDir
    Path work;

    private MixedBackend backend;
    private SluiceProcess control;
    private SluiceProcess proxy;

    @BeforeEach
    void start() throws Exception {
        Crowd.requireDescriptors(IDLE + SLOW + SLOW_BODIES + SLOW_READERS + 1000);
        backend = new MixedBackend();
        Path manifests = Files.createDirectories(work.resolve("manifests"));
        Files.writeString(
                manifests.resolve("all.yaml"),
                Manifest.service("web", backend.port()) + Manifest.ingress("web", "web.test", "/", "web"));
        control = SluiceProcess.onFreePorts("control-plane", "--manifests", manifests.toString());
        proxy = SluiceProcess.onFreePorts(
                new String[] {
                    "SLUICE_JAVA_OPTS", "-Xmx256m -XX:NativeMemoryTracking=summary",
                    // How late a lane is says more of the machine than of what is tested.
                    "SLUICE__DATA_PLANE__OVERLOAD__LATENESS", "0s"
                },
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + control.discoveryPort(),
                "--bind",
                "127.0.0.1",
                "--access-log",
                "off",
                "--state-dir",
                work.resolve("state").toString());
        int http = proxy.httpPort();
        Eventually.within(
                Duration.ofSeconds(20),
                "the route is served",
                () -> Wire.get(http, "web.test", "/").status() == 200);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        control.close();
        backend.close();
    }

    @Test
    void idle_and_slow_connections_take_little_memory_and_keep_nobody_waiting() throws Exception {
        int http = proxy.httpPort();
        warm(http);
        Memory before = Memory.of(proxy);
        try (Crowd crowd = new Crowd(http);
                SteadyClient other = new SteadyClient(http, "web.test")) {
            crowd.idle(IDLE_BEHIND_SMALL, "GET / HTTP/1.1\r\nHost: web.test\r\n\r\n");
            crowd.idle(
                    IDLE_BEHIND_LARGE,
                    "GET /" + "x".repeat(7000) + " HTTP/1.1\r\nHost: web.test\r\nX: " + "y".repeat(20_000)
                            + "\r\n\r\n");
            crowd.idleHttp2(IDLE_HTTP2);
            assertThat(connections()).isGreaterThanOrEqualTo(IDLE);
            Memory idle = Memory.of(proxy);
            System.out.println("idle " + idle.over(before, IDLE));
            assertThat(idle.over(before, IDLE)).matches(each -> each.within(IDLE_COST));

            crowd.slowHeads(SLOW_HEADS, "web.test", 30_000);
            crowd.slowBodies(SLOW_BODIES, "web.test");
            crowd.slowReaders(SLOW_READERS, "web.test", "/large");
            crowd.trickle();
            Memory slow = Memory.of(proxy);
            System.out.println("slow " + slow.over(idle, SLOW));
            assertThat(slow.over(idle, SLOW)).matches(each -> each.within(SLOW_COST));
            assertThat(connections()).isGreaterThanOrEqualTo(IDLE + SLOW);

            other.awaitMore(100);
            assertThat(other.failures()).isEmpty();
            assertThat(other.slowest()).isLessThan(Duration.ofSeconds(5));
        }
        Eventually.within(Duration.ofSeconds(20), "all have gone", () -> connections() < 10);
        Memory after = Memory.of(proxy);
        System.out.println("after " + after.over(before, 1));
        assertThat(after.heap() - before.heap()).as("heap that is kept").isLessThan(8 << 20);
    }

    private static void warm(int http) throws IOException {
        try (Wire wire = new Wire(http)) {
            for (int i = 0; i < 500; i++) {
                wire.get("web.test", "/");
            }
        }
    }

    private long connections() throws Exception {
        return Wire.get(proxy.adminPort(), "monitor", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("sluice_client_connections "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }
}
