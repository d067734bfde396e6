package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import dev.sluice.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images as an operator makes them, by Maven and Jib, on a base without files: pushed to a registry on loopback, and as a tar. */
class ImageBuildE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_SECONDS = 180;
    private static final String TAG = "1.2.3";
    private static final String CACHE = "/var/cache/sluice";

    @TempDir
    static Path work;

    private static ImageRegistry registry;
    private static String base;

    /** What Maven said, and whether it was content. */
    private record Build(boolean successful, String said) {}

    @BeforeAll
    static void push() throws Exception {
        Programs.require("mvn");
        Programs.require("tar");
        Issued own = TestAuthority.make(work, "registry").issue("registry", "ip:127.0.0.1");
        registry = new ImageRegistry(work.resolve("registry"), Tls.showing(own));
        base = registry.name() + "/base/jre@" + ImageBase.into(registry, "base/jre");
        Build build = image(
                "-Pimage-push",
                "package",
                "-Djib.from.image=" + base,
                "-Djib.allowInsecureRegistries=true",
                "-Dsluice.image.registry=" + registry.name() + "/sluice",
                "-Dsluice.image.tag=" + TAG);
        if (build.said().contains("could not be resolved") && !"all".equals(System.getenv("SLUICE_REQUIRE"))) {
            System.out.println("SKIPPED: a test needs jib-maven-plugin, which Maven cannot get here");
            Assumptions.abort(build.said());
        }
        if (!build.successful()) {
            Assertions.fail(build.said());
        }
    }

    @AfterAll
    static void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private static Build image(String... arguments) throws IOException, InterruptedException {
        return maven(Stream.concat(Stream.of("-f", "deploy/image/pom.xml"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static Build maven(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-Djib.console=plain"));
        for (String cache : List.of("jib.baseImageCache", "jib.applicationCache")) {
            command.add("-D" + cache + "=" + work.resolve(cache));
        }
        String repository = System.getProperty("localRepository"); // where this build has its artifacts
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        command.addAll(List.of(arguments));
        Path said = work.resolve("maven.log");
        Process process = new ProcessBuilder(command)
                .directory(SluiceProcess.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " is still running:\n" + Files.readString(said));
        }
        return new Build(process.exitValue() == 0, Files.readString(said));
    }

    static Stream<Arguments> images() {
        return Stream.of("control-plane", "data-plane")
                .flatMap(plane -> ImageBase.ARCHITECTURES.stream().map(each -> Arguments.of(plane, each)));
    }

    private static JsonNode pushed(String plane, String reference) throws IOException {
        return JSON.readTree(
                Objects.requireNonNull(registry.manifest("sluice/" + plane, reference), plane + " of " + reference)
                        .bytes());
    }

    private static JsonNode manifest(String plane, String architecture) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        pushed(plane, TAG)
                .path("manifests")
                .forEach(each -> digests.put(
                        each.at("/platform/architecture").asText(),
                        each.path("digest").asText()));
        assertThat(digests.keySet()).containsExactlyElementsOf(ImageBase.ARCHITECTURES);
        return pushed(plane, Objects.requireNonNull(digests.get(architecture)));
    }

    private static JsonNode about(String plane, String architecture) throws IOException {
        String digest = manifest(plane, architecture).at("/config/digest").asText();
        return JSON.readTree(registry.file(digest).toFile());
    }

    @ParameterizedTest
    @MethodSource("images")
    void it_says_what_it_is_and_how_it_is_run(String plane, String architecture) throws Exception {
        JsonNode about = about(plane, architecture);
        JsonNode config = about.path("config");
        assertThat(about.path("architecture").asText()).isEqualTo(architecture);
        assertThat(about.path("os").asText()).isEqualTo("linux");
        assertThat(about.path("created").asText())
                .as("equal sources, equal images")
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(config.path("User").asText()).isEqualTo("65532:65532");
        assertThat(config.path("Entrypoint").toString()).isEqualTo("[\"/opt/sluice/sluice\",\"" + plane + "\"]");
        assertThat(config.path("Cmd").isEmpty()).isTrue();
        assertThat(names(config.path("Volumes"))).containsExactly(CACHE);
        assertThat(names(config.path("ExposedPorts"))).isEqualTo(ports(plane));
        assertThat(JSON.convertValue(config.path("Env"), String[].class))
                .contains(ImageBase.PATH, "SLUICE_CACHE_DIR=" + CACHE)
                .anyMatch(variable -> variable.matches("SLUICE_JAVA_OPTS=-XX:MaxRAMPercentage=[45]0"))
                .noneMatch(variable -> variable.contains("-Xmx"));
        JsonNode labels = config.path("Labels");
        assertThat(label(labels, "title")).isEqualTo("Sluice");
        assertThat(label(labels, "version")).isEqualTo(TAG);
        assertThat(label(labels, "licenses")).isEqualTo("Apache-2.0");
        assertThat(label(labels, "base.name")).isEqualTo(base);
        assertThat(label(labels, "description")).isNotBlank();
    }

    private static String label(JsonNode labels, String name) {
        return labels.path("org.opencontainers.image." + name).asText();
    }

    private static TreeSet<String> names(JsonNode map) {
        TreeSet<String> names = new TreeSet<>();
        map.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The code's defaults. */
    private static TreeSet<String> ports(String plane) {
        Config settings = Settings.defaults().config().getConfig("sluice." + plane);
        List<String> paths = plane.equals("data-plane")
                ? List.of("http-port", "https-port", "admin-port")
                : List.of("discovery.port", "api.port", "cluster.port", "cluster.service.management-port");
        TreeSet<String> ports = new TreeSet<>();
        paths.forEach(path -> ports.add(settings.getInt(path) + "/tcp"));
        return ports;
    }

    @ParameterizedTest
    @MethodSource("images")
    void its_files_are_those_of_its_tree_and_its_owner_writes_to_the_cache_alone(String plane, String architecture)
            throws Exception {
        JsonNode layers = manifest(plane, architecture).path("layers");
        assertThat(layers).as("the base's, and one of our own").hasSize(2);
        List<String> files = list(registry.file(layers.path(1).path("digest").asText()));
        Map<String, String> rights = new TreeMap<>();
        files.forEach(line ->
                rights.put(line.substring(line.lastIndexOf(' ') + 1).replaceFirst("/$", ""), line.substring(0, 10)));
        assertThat(rights)
                .containsEntry("opt/sluice/sluice", "-rwxr-xr-x")
                .containsEntry("var/cache/sluice", "drwxrwxrwx")
                .containsKeys("opt/sluice/LICENSE", "opt/sluice/NOTICE");
        assertThat(rights.entrySet().stream()
                        .filter(entry -> entry.getValue().charAt(8) == 'w')
                        .map(Map.Entry::getKey))
                .containsExactly("var/cache/sluice");
        assertThat(files).allMatch(line -> line.contains(" 0/0 ")).noneMatch(line -> line.contains(" app/"));
        Path tree = SluiceProcess.home().resolve("deploy/target/image/" + plane);
        try (Stream<Path> there = Files.walk(tree)) {
            TreeSet<String> expected = new TreeSet<>();
            there.filter(file -> !file.equals(tree))
                    .forEach(file -> expected.add(tree.relativize(file).toString()));
            assertThat(rights.keySet()).containsExactlyElementsOf(expected);
        }
    }

    private static List<String> list(Path layer) throws IOException, InterruptedException {
        return Programs.run("tar", "--numeric-owner", "-tvzf", layer.toString())
                .lines()
                .filter(line -> !line.startsWith("tar: Ignoring unknown extended header"))
                .toList();
    }

    @Test
    void of_another_architecture_as_a_tar_on_a_base_that_is_a_file() throws Exception {
        Path tar = work.resolve("data-plane.tar");
        Build build = image(
                "-Pimage",
                "jib:buildTar@data-plane",
                "--offline",
                "-Dsluice.image.architecture=arm64",
                "-Djib.from.image=tar://" + ImageBase.tar(work, "arm64"),
                "-Djib.outputPaths.tar=" + tar);
        assertThat(build.successful()).as(build.said()).isTrue();
        JsonNode manifest = JSON.readTree(extracted(tar, "manifest.json")).path(0);
        JsonNode about = JSON.readTree(extracted(tar, manifest.path("Config").asText()));
        assertThat(about.path("architecture").asText()).isEqualTo("arm64");
        assertThat(about.at("/config/User").asText()).isEqualTo("65532:65532");
        assertThat(manifest.at("/RepoTags/0").asText()).endsWith("/data-plane:0.1.0");
    }

    private static byte[] extracted(Path tar, String name) throws IOException, InterruptedException {
        return Programs.run("tar", "-xOf", tar.toString(), name).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_base_that_cannot_be_had_is_said_in_one_line_before_anything_is_built() throws Exception {
        assertThat(refused("-Pimage", "-Djib.from.image=tar:///nowhere/base.tar"))
                .endsWith("The base image tar:///nowhere/base.tar cannot be had: there is no file /nowhere/base.tar");
        assertThat(refused("-Pimage-push", "-Dsluice.image.base.registry=http://127.0.0.1:1/v2/"))
                .contains("cannot be had: http://127.0.0.1:1/v2/ does not answer");
        assertThat(refused("-Pimage-push", "-Djib.from.image=tar://" + ImageBase.tar(work, "amd64")))
                .contains("cannot be had: a file holds one architecture, and -Pimage-push makes both");
    }

    /** The first line of what is wrong. */
    private static String refused(String... arguments) throws IOException, InterruptedException {
        Build build = maven(Stream.concat(Stream.of("-q", "--offline", "validate"), Stream.of(arguments))
                .toArray(String[]::new));
        assertThat(build.successful()).isFalse();
        assertThat(build.said()).doesNotContain("Building Sluice protocol");
        return build.said()
                .lines()
                .filter(line -> line.contains("ERROR"))
                .findFirst()
                .orElse(build.said());
    }

    @Test
    void the_base_is_pinned_by_digest() throws Exception {
        assertThat(Files.readString(SluiceProcess.home().resolve("pom.xml")))
                .containsPattern("<jib.from.image>[^<]+@sha256:[0-9a-f]{64}</jib.from.image>");
    }
}
