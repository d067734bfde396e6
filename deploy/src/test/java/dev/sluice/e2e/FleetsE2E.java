package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two classes with data planes of their own, on one control plane. */
class FleetsE2E {
    private static final String CLASS_OF_A_FLEET = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: %1$s}
            spec:
              controller: sluice.dev/ingress-controller
              parameters: {kind: ConfigMap, scope: Namespace, namespace: default, name: %1$s}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %1$s, namespace: default}
            data: {fleets: %1$s}
            """;

    @TempDir
    Path work;

    private static String ingress(String fleet) {
        return Manifest.ingress(fleet, fleet + ".test", "/", "one")
                .replace("ingressClassName: sluice", "ingressClassName: " + fleet);
    }

    @Test
    void each_fleet_is_given_the_routes_of_its_own_class_and_nothing_of_the_other() throws Exception {
        Path manifests = Files.createDirectories(work.resolve("manifests"));
        try (Backend backend = new Backend("one")) {
            Files.writeString(
                    manifests.resolve("all.yaml"),
                    CLASS_OF_A_FLEET.formatted("internal")
                            + CLASS_OF_A_FLEET.formatted("public")
                            + Manifest.service("one", backend.port())
                            + ingress("internal")
                            + ingress("public"));
            try (SluiceProcess control =
                            SluiceProcess.onFreePorts("control-plane", "--manifests", manifests.toString());
                    SluiceProcess internal = SluiceProcess.dataPlane("internal", control, work);
                    SluiceProcess open = SluiceProcess.dataPlane("public", control, work)) {
                servesOnly(internal.httpPort(), "internal.test", "public.test");
                servesOnly(open.httpPort(), "public.test", "internal.test");
                written("internal", "internal.test", "public.test");
                written("public", "public.test", "internal.test");
            }
        }
    }

    private static void servesOnly(int port, String own, String others) throws IOException {
        Eventually.within(
                Duration.ofSeconds(30),
                own + " is served",
                () -> Wire.get(port, own, "/").status() == 200);
        assertThat(Wire.get(port, others, "/").status()).isEqualTo(404);
    }

    /** What is on disk is what was sent. */
    private void written(String fleet, String own, String others) throws IOException {
        Eventually.within(
                Duration.ofSeconds(10),
                "the state of " + fleet + " is on disk",
                () -> stored(fleet).contains(own));
        assertThat(stored(fleet)).doesNotContain(others);
    }

    private String stored(String fleet) throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve(fleet))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        }
    }
}
