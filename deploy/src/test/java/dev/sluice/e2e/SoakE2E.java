package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Traffic of every kind while routes, endpoints and certificates churn: no request fails, and memory stays flat.
 * {@code -Dsoak.seconds=1800} does it by hand for longer, {@code -Dsoak.results=FILE} keeps what was seen.
 */
class SoakE2E {
    private static final int SECONDS = Integer.getInteger("soak.seconds", 20);
    /** Shorter than this, the JVM still warms up. */
    private static final int LONG_ENOUGH = 300;

    private static final double FLAT = 1.15;
    private static final long TICK_NANOS = Duration.ofMillis(100).toNanos();
    private static final int TICKS_A_SECOND = 10;
    private static final int TICKS_A_CERTIFICATE = 50;

    @TempDir
    Path work;

    private record Sample(int second, long controlPlaneKiB, long dataPlaneKiB) {}

    @Test
    void no_request_fails_and_memory_stays_flat() throws Exception {
        Path manifests = Files.createDirectories(work.resolve("manifests"));
        TestAuthority authority = TestAuthority.make(work, "authority");
        Issued[] issued = {authority.issue("one", "dns:secure.test"), authority.issue("two", "dns:secure.test")};
        Tls tls = new Tls();
        try (MixedBackend one = new MixedBackend();
                MixedBackend two = new MixedBackend()) {
            endpoints(manifests, one.port(), two.port());
            certificate(manifests, issued[0]);
            Files.writeString(
                    manifests.resolve("rules.yaml"),
                    Manifest.ingress("plain", "plain.test", "/", "web")
                            + secured("secure", "secure.test")
                            + secured("local", "localhost"));
            try (SluiceProcess control = controlPlane(manifests);
                    SluiceProcess proxy = dataPlane(control.discoveryPort())) {
                int http = proxy.httpPort();
                int https = proxy.httpsPort();
                Eventually.within(
                        Duration.ofSeconds(30),
                        "all is served",
                        () -> tls.get(https, "secure.test", "/").status() == 200);
                List<Sample> samples = new ArrayList<>();
                try (MixedTraffic traffic = new MixedTraffic(tls, http, https)) {
                    long begun = System.nanoTime();
                    for (int tick = 0; tick < SECONDS * TICKS_A_SECOND; tick++) {
                        churn(manifests, tick, one.port(), two.port(), issued);
                        if (tick % TICKS_A_SECOND == 0) {
                            samples.add(new Sample(tick / TICKS_A_SECOND, control.residentKiB(), proxy.residentKiB()));
                        }
                        // The rate of changes is what is tested.
                        LockSupport.parkNanos(begun + (tick + 1) * TICK_NANOS - System.nanoTime());
                    }
                    keep(traffic, samples);
                    assertThat(traffic.failures()).isEmpty();
                    assertThat(traffic.done())
                            .allSatisfy(
                                    (kind, count) -> assertThat(count).as(kind).isGreaterThan(SECONDS / 2));
                }
                if (SECONDS >= LONG_ENOUGH) {
                    assertThat(growth(samples)).isLessThan(FLAT);
                }
            }
        }
    }

    /** Ten times a second a route or the endpoints change; every five seconds the certificate does. */
    private void churn(Path manifests, int tick, int one, int two, Issued[] issued) throws IOException {
        if (tick % TICKS_A_CERTIFICATE == TICKS_A_CERTIFICATE - 1) {
            certificate(manifests, issued[tick / TICKS_A_CERTIFICATE % issued.length]);
        } else if (tick % 2 == 0) {
            replace(manifests.resolve("other.yaml"), Manifest.ingress("other", "h" + tick + ".test", "/", "web"));
        } else {
            switch (tick / 2 % 3) {
                case 0 -> endpoints(manifests, one);
                case 1 -> endpoints(manifests, one, two);
                default -> endpoints(manifests, two);
            }
        }
    }

    /** Of the data plane: what the last third takes, of what the middle one took. */
    private static double growth(List<Sample> samples) {
        int third = samples.size() / 3;
        return median(samples.subList(2 * third, samples.size())) / median(samples.subList(third, 2 * third));
    }

    private static double median(List<Sample> samples) {
        return samples.stream()
                .mapToLong(Sample::dataPlaneKiB)
                .sorted()
                .skip(samples.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static void keep(MixedTraffic traffic, List<Sample> samples) throws IOException {
        String file = System.getProperty("soak.results", "");
        if (file.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(
                "# " + SECONDS + " s, failures " + traffic.failures().size() + ", done " + traffic.done()
                        + "\nsecond,control_plane_kib,data_plane_kib\n");
        int step = Math.max(1, samples.size() / 120);
        for (int i = 0; i < samples.size(); i += step) {
            Sample sample = samples.get(i);
            text.append(sample.second)
                    .append(',')
                    .append(sample.controlPlaneKiB)
                    .append(',')
                    .append(sample.dataPlaneKiB)
                    .append('\n');
        }
        Files.writeString(Path.of(file), text);
    }

    private static SluiceProcess controlPlane(Path manifests) throws IOException {
        return SluiceProcess.onFreePorts("control-plane", "--manifests", manifests.toString());
    }

    private SluiceProcess dataPlane(int discoveryPort) throws IOException {
        return SluiceProcess.onFreePorts(
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + discoveryPort,
                "--bind",
                "127.0.0.1",
                "--access-log",
                "off",
                "--state-dir",
                work.resolve("state").toString());
    }

    private static String secured(String name, String host) {
        return Manifest.ingress(name, host, "/", "web")
                .replace("spec:\n", "spec:\n  tls: [{hosts: [" + host + "], secretName: site}]\n");
    }

    private void endpoints(Path manifests, int... ports) throws IOException {
        replace(manifests.resolve("web.yaml"), Manifest.service("web", ports));
    }

    private void certificate(Path manifests, Issued issued) throws IOException {
        replace(manifests.resolve("site.yaml"), """
                apiVersion: v1
                kind: Secret
                metadata: {name: site, namespace: default}
                type: kubernetes.io/tls
                data: {tls.crt: %s, tls.key: %s}
                """.formatted(base64(issued.certificate()), base64(issued.key())));
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    /** As editors and tools do: written aside and renamed into place. */
    private void replace(Path file, String text) throws IOException {
        Path aside = Files.writeString(work.resolve("aside"), text);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
