package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unpacked distribution and the cache from which it starts faster: there, broken, forbidden and being made. */
class StartE2E {
    @TempDir
    static Path distribution;

    private static Path cache;

    @BeforeAll
    static void unpackAndTrain() throws Exception {
        Files.copy(
                SluiceProcess.home().resolve("sluice"),
                distribution.resolve("sluice"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(
                distribution.resolve("lib"), SluiceProcess.home().resolve("deploy/target/sluice/lib"));
        cache = distribution.resolve("made");
        Process one = train("data-plane", cache);
        Process other = train("data-plane", cache);
        assertThat(one.waitFor(240, TimeUnit.SECONDS)).isTrue();
        assertThat(other.waitFor(240, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(one.exitValue(), other.exitValue())).contains(0); // the other one may have left it to it
    }

    private static Process train(String plane, Path into) throws IOException {
        return process(Map.of("SLUICE_CACHE_DIR", into.toString()), "train", plane);
    }

    private static Process process(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(distribution.resolve("sluice").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().putAll(environment);
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    void two_that_train_at_the_same_time_leave_one_whole_cache_and_nothing_else() throws IOException {
        assertThat(files()).singleElement().asString().matches("data-plane-\\d+\\.aot");
    }

    @Test
    void a_data_plane_starts_from_the_cache() throws Exception {
        try (SluiceProcess plane = plane(cache, "auto")) {
            assertThat(Wire.get(plane.adminPort(), "x", "/healthz").status()).isEqualTo(200);
            assertThat(maps(plane)).contains(".aot");
        }
    }

    @Test
    void what_the_compilers_are_told_is_obeyed_in_silence() throws Exception {
        try (SluiceProcess plane = plane(cache, "auto")) {
            plane.adminPort();
            assertThat(arguments(plane)).contains("-XX:CompileCommand=MaxNodeLimit,io/grpc/*.*,1");
            assertThat(plane.output()).doesNotContainIgnoringCase("compile");
        }
    }

    @Test
    void switched_off_it_is_not_used() throws Exception {
        try (SluiceProcess plane = plane(cache, "off")) {
            plane.adminPort();
            assertThat(maps(plane)).doesNotContain(".aot");
        }
    }

    @Test
    void one_that_is_broken_is_as_good_as_none() throws Exception {
        Path broken = Files.createDirectory(distribution.resolve("broken"));
        byte[] whole = Files.readAllBytes(cache.resolve(files().get(0)));
        Files.write(broken.resolve(files().get(0)), java.util.Arrays.copyOf(whole, whole.length / 2));
        try (SluiceProcess plane = plane(broken, "auto")) {
            assertThat(Wire.get(plane.adminPort(), "x", "/healthz").status()).isEqualTo(200);
            assertThat(plane.output()).doesNotContain("[aot", "[cds", "warning");
        }
        Files.write(broken.resolve(files().get(0)), new byte[] {1, 2, 3});
        try (SluiceProcess plane = plane(broken, "auto")) {
            assertThat(Wire.get(plane.adminPort(), "x", "/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void where_nothing_can_be_written_it_starts_without() throws Exception {
        Path file = Files.writeString(distribution.resolve("file"), "");
        try (SluiceProcess plane = plane(file.resolve("below"), "auto")) {
            assertThat(Wire.get(plane.adminPort(), "x", "/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void what_was_killed_while_it_trained_leaves_no_cache_and_does_not_keep_the_next_from_making_one()
            throws Exception {
        Path folder = distribution.resolve("killed");
        Process training = train("control-plane", folder);
        Eventually.within(
                java.time.Duration.ofSeconds(60),
                "it has begun, and a data plane beside it",
                () -> lock(folder) && training.descendants().anyMatch(StartE2E::startedByJvm));
        List<ProcessHandle> all = new ArrayList<>(training.descendants().toList());
        training.destroyForcibly().waitFor();
        // the data plane has to end by itself: who kills the control plane need not know of it
        all.stream().filter(process -> !startedByJvm(process)).forEach(ProcessHandle::destroyForcibly);
        Eventually.within(
                java.time.Duration.ofSeconds(30),
                "all of it has ended",
                () -> all.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(caches(folder)).isEmpty();
        Process next = train("control-plane", folder);
        assertThat(next.waitFor(240, TimeUnit.SECONDS)).isTrue();
        assertThat(next.exitValue()).isZero();
        assertThat(caches(folder)).hasSize(1);
    }

    @Test
    void a_value_that_cannot_be_is_named() throws Exception {
        SluiceProcess plane =
                SluiceProcess.start(distribution.resolve("sluice"), Map.of("SLUICE_AOT", "on"), "--version");
        assertThat(plane.exitStatus()).isEqualTo(1);
        assertThat(plane.output()).isEqualTo("sluice: SLUICE_AOT = on: expected auto, cds or off");
    }

    /** Whether it is a JVM that a JVM has started. */
    private static boolean startedByJvm(ProcessHandle process) {
        return java(process) && process.parent().map(StartE2E::java).orElse(false);
    }

    private static boolean java(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/java");
    }

    private static boolean lock(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".lock") && Files.exists(file.resolve("pid")));
        }
    }

    private static List<String> caches(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".aot"))
                    .toList();
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static SluiceProcess plane(Path folder, String aot) throws IOException {
        return SluiceProcess.start(
                distribution.resolve("sluice"),
                Map.of(
                        "SLUICE_AOT",
                        aot,
                        "SLUICE_CACHE_DIR",
                        folder.toString(),
                        "SLUICE__DATA_PLANE__DRAIN__GRACE",
                        "0s"),
                "data-plane",
                "--control-plane",
                "127.0.0.1:9",
                "--bind",
                "127.0.0.1",
                "--http-port",
                "0",
                "--https-port",
                "0",
                "--admin-port",
                "0",
                "--state-dir",
                distribution.resolve("state").toString());
    }

    private static List<String> arguments(SluiceProcess plane) throws IOException {
        return List.of(
                Files.readString(Path.of("/proc/" + plane.pid() + "/cmdline")).split("\0"));
    }

    private static String maps(SluiceProcess plane) throws IOException {
        return Files.readString(Path.of("/proc/" + plane.pid() + "/maps"));
    }
}
