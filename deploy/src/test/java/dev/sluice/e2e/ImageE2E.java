package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file trees of the images, from which both planes are started as their entry points do. */
class ImageE2E {
    private static final Path IMAGES = SluiceProcess.home().resolve("deploy/target/image");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path work;

    private static Path tree(String plane) {
        return IMAGES.resolve(plane).resolve("opt/sluice");
    }

    private static List<String> jars(String plane) throws IOException {
        try (Stream<Path> files = Files.list(tree(plane).resolve("lib"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private SluiceProcess start(String plane, String... arguments) throws IOException {
        String[] words = Stream.concat(Stream.of(plane), Stream.of(arguments)).toArray(String[]::new);
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "SLUICE_CACHE_DIR",
                work.resolve("cache").toString(),
                "SLUICE_JAVA_OPTS",
                "-XX:MaxRAMPercentage=40",
                "SLUICE__DATA_PLANE__DRAIN__GRACE",
                "0s");
        return SluiceProcess.start(tree(plane).resolve("sluice"), environment, words);
    }

    @Test
    void both_planes_start_from_their_own_trees_and_serve_over_tls_too() throws Exception {
        TreeSet<Path> before = files();
        Path manifests = Files.createDirectories(work.resolve("manifests"));
        try (Backend backend = new Backend("one")) {
            Files.writeString(
                    manifests.resolve("web.yaml"),
                    KubernetesE2E.CLASS
                            + Manifest.service("one", backend.port())
                            + Manifest.ingress("web", "web.test", "/", "one"));
            try (SluiceProcess control =
                            start("control-plane", "--manifests=" + manifests, "--api-port=0", "--discovery-port=0");
                    SluiceProcess proxy = start(
                            "data-plane",
                            "--control-plane=127.0.0.1:" + control.discoveryPort(),
                            "--http-port=0",
                            "--https-port=0",
                            "--admin-port=0",
                            "--bind=127.0.0.1",
                            "--state-dir=" + work.resolve("state"))) {
                int http = proxy.httpPort();
                int https = proxy.httpsPort();
                Tls tls = new Tls();
                Eventually.within(
                        LIMIT,
                        "it is served",
                        () -> Wire.get(http, "web.test", "/").body().equals("one"));
                assertThat(tls.get(https, "web.test", "/").body()).isEqualTo("one");
                assertThat(Wire.get(proxy.adminPort(), "x", "/metrics").body()).contains("sluice_requests_total");
                assertThat(proxy.output()).doesNotContain("NoClassDefFound").doesNotContain("ClassNotFound");
            }
        }
        assertThat(files()).as("a root file system that is read only").isEqualTo(before);
    }

    private static TreeSet<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(IMAGES)) {
            return files.collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void the_other_engine_starts_from_the_tree() throws Exception {
        try (SluiceProcess proxy = start(
                "data-plane",
                "--control-plane=127.0.0.1:1",
                "--engine=akka-http",
                "--http-port=0",
                "--https-port=0",
                "--admin-port=0",
                "--bind=127.0.0.1",
                "--state-dir=" + work.resolve("state"))) {
            assertThat(Wire.get(proxy.httpPort(), "127.0.0.1", "/healthz").status())
                    .isEqualTo(503);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"control-plane", "data-plane"})
    void what_is_native_is_there_for_both_architectures(String plane) throws Exception {
        for (String architecture : List.of("linux-x86_64", "linux-aarch_64")) {
            assertThat(jars(plane))
                    .anyMatch(jar -> jar.startsWith("netty-transport-native-epoll") && jar.contains(architecture))
                    .anyMatch(jar -> jar.startsWith("netty-transport-native-io_uring") && jar.contains(architecture))
                    .anyMatch(jar -> jar.startsWith("netty-tcnative-boringssl") && jar.contains(architecture));
        }
    }

    @Test
    void a_data_plane_has_nothing_of_the_api_server_and_of_clusters() throws Exception {
        assertThat(jars("data-plane"))
                .noneMatch(jar -> jar.startsWith("kubernetes-") || jar.startsWith("akka-cluster"))
                .hasSizeLessThan(jars("control-plane").size() * 2 / 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"control-plane", "data-plane"})
    void each_has_a_bill_of_materials_and_the_licence(String plane) throws Exception {
        assertThat(tree(plane).resolve("LICENSE")).exists();
        assertThat(tree(plane).resolve("NOTICE")).exists();
        Path file = tree(plane).resolve("sbom.cdx.json");
        if (!Files.exists(file)) {
            String line = "a test needs a bill of materials, which Maven does not make offline (-o)";
            assertThat(System.getenv("SLUICE_REQUIRE")).as(line).isNotEqualTo("all");
            System.out.println("SKIPPED: " + line);
            Assumptions.abort(line);
        }
        JsonNode bill = new ObjectMapper().readTree(file.toFile());
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        TreeSet<String> listed = new TreeSet<>();
        bill.path("components").forEach(component -> {
            listed.add(component.path("name").asText() + "-"
                    + component.path("version").asText());
            assertThat(component.path("licenses"))
                    .as(component.path("purl").asText())
                    .isNotEmpty();
            assertThat(component.path("hashes")).isNotEmpty();
        });
        assertThat(jars(plane))
                .allSatisfy(jar -> assertThat(listed)
                        .as(jar)
                        .anyMatch(component -> jar.startsWith(component) || jar.startsWith("deploy-")));
    }
}
