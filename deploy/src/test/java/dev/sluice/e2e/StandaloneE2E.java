package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./sluice standalone --manifests}: a reverse proxy configured by Kubernetes YAML. */
class StandaloneE2E {
    @TempDir
    Path manifests;

    private SluiceProcess start(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("standalone", "--manifests", manifests.toString()));
        arguments.addAll(List.of(more));
        return SluiceProcess.onFreePorts(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "akka-http"})
    void a_saved_change_is_live_within_a_second_and_open_connections_stay(String engine) throws Exception {
        try (Backend one = new Backend("one");
                Backend two = new Backend("two")) {
            Files.writeString(
                    manifests.resolve("services.yaml"),
                    Manifest.service("one", one.port()) + Manifest.service("two", two.port()));
            Path rule = manifests.resolve("rule.yaml");
            Files.writeString(rule, Manifest.ingress("web", "web.test", "/", "one"));
            try (SluiceProcess sluice = start("--engine", engine)) {
                int port = sluice.httpPort();
                Eventually.within(
                        Duration.ofSeconds(20),
                        "first answer",
                        () -> Wire.get(port, "web.test", "/").body().equals("one"));
                try (Wire open = new Wire(port)) {
                    assertThat(open.get("web.test", "/").body()).isEqualTo("one");
                    Files.writeString(rule, Manifest.ingress("web", "web.test", "/", "two"));
                    Eventually.within(
                            Duration.ofSeconds(1),
                            "the change is live",
                            () -> open.get("web.test", "/").body().equals("two"));
                }
            }
        }
    }

    @Test
    void a_file_that_does_not_parse_keeps_its_last_content_and_is_named() throws Exception {
        try (Backend one = new Backend("one")) {
            Files.writeString(manifests.resolve("services.yaml"), Manifest.service("one", one.port()));
            Path rule = manifests.resolve("rule.yaml");
            Files.writeString(rule, Manifest.ingress("web", "web.test", "/", "one"));
            try (SluiceProcess sluice = start()) {
                int port = sluice.httpPort();
                Eventually.within(
                        Duration.ofSeconds(20),
                        "first answer",
                        () -> Wire.get(port, "web.test", "/").status() == 200);
                Files.writeString(rule, "apiVersion: networking.k8s.io/v1\nkind: Ingress\n  metadata: [\n");
                int api = sluice.apiPort();
                Eventually.within(
                        Duration.ofSeconds(5),
                        "named in the API",
                        () -> Wire.get(api, "localhost", "/api/v1/problems")
                                .body()
                                .contains("rule.yaml"));
                assertThat(Wire.get(api, "localhost", "/api/v1/problems").body())
                        .contains("rule.yaml:3");
                assertThat(sluice.await("rule\\.yaml.*")).contains("rule.yaml:3");
                assertThat(Wire.get(port, "web.test", "/").body()).isEqualTo("one");
            }
        }
    }

    @Test
    void an_invalid_document_affects_only_its_own_object() throws Exception {
        try (Backend one = new Backend("one")) {
            Files.writeString(
                    manifests.resolve("all.yaml"),
                    Manifest.service("one", one.port())
                            + Manifest.ingress("good", "good.test", "/", "one")
                            + Manifest.ingress("bad", "bad.test", "no-slash", "one")
                            + Manifest.ingress("missing", "missing.test", "/", "nobody"));
            try (SluiceProcess sluice = start()) {
                int port = sluice.httpPort();
                Eventually.within(
                        Duration.ofSeconds(20),
                        "first answer",
                        () -> Wire.get(port, "good.test", "/").status() == 200);
                assertThat(Wire.get(port, "missing.test", "/").status()).isEqualTo(503);
                assertThat(Wire.get(port, "unknown.test", "/").status()).isEqualTo(404);
                assertThat(Wire.get(sluice.apiPort(), "localhost", "/api/v1/problems")
                                .body())
                        .contains("Ingress default/bad")
                        .contains("Ingress default/missing");
            }
        }
    }

    @Test
    void a_missing_directory_is_said_in_one_line() throws Exception {
        try (SluiceProcess sluice = SluiceProcess.start(
                "standalone", "--manifests", manifests.resolve("nowhere").toString())) {
            assertThat(sluice.exitStatus()).isEqualTo(1);
            assertThat(sluice.output()).contains("nowhere").doesNotContain("\tat ");
        }
    }

    @Test
    void an_unknown_configuration_key_stops_the_start_with_one_line() throws Exception {
        Path config = Files.writeString(manifests.resolve("sluice.conf"), "sluice.data-plane.htp-port = 1\n");
        try (SluiceProcess sluice = start("--config", config.toString())) {
            assertThat(sluice.exitStatus()).isEqualTo(1);
            assertThat(sluice.output()).contains("sluice.data-plane.htp-port").doesNotContain("\tat ");
        }
    }
}
