package dev.sluice.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Caches from which planes start, as a user's second start does (ADR 0001): without them half of the CPU that these tests take
 * would go into loading classes. A whole run makes each once, before the first start that can use it; a run of one class uses
 * those of its build that are there.
 */
final class StartCache {
    private static final Path BUILD = SluiceProcess.home().resolve("deploy/target/sluice");
    private static final Set<String> PLANES = Set.of("data-plane", "control-plane", "standalone");
    private static final long TRAINING_SECONDS = 240;
    private static final Map<String, Boolean> MADE = new ConcurrentHashMap<>();

    private StartCache() {}

    /**
     * What {@code SLUICE_AOT} is to say to a process: {@code auto} only where the cache is there, so that none trains beside
     * what is tested.
     */
    static String use(Map<String, String> environment, List<String> words) {
        String plane = words.getFirst().equals("demo") ? "standalone" : words.getFirst();
        boolean ownFlags = environment.containsKey("SLUICE_JAVA_OPTS") || words.contains("akka-http");
        boolean used = PLANES.contains(plane) && !ownFlags && MADE.computeIfAbsent(plane, StartCache::made);
        return used ? "auto" : "off";
    }

    private static boolean made(String plane) {
        try {
            return there(plane) || (wholeRun() && train(plane) && there(plane));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + plane + " trained", e);
        }
    }

    private static boolean wholeRun() {
        return System.getProperty("it.test") == null;
    }

    /** One of an earlier build would not fit. */
    private static boolean there(String plane) throws IOException {
        Path folder = BUILD.resolve("cache");
        if (!Files.isDirectory(folder)) {
            return false;
        }
        FileTime built = Files.getLastModifiedTime(BUILD.resolve("built"));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> caches = files.filter(
                            file -> file.getFileName().toString().matches(plane + "-\\d+\\.(aot|jsa)"))
                    .toList();
            for (Path cache : caches) {
                if (Files.getLastModifiedTime(cache).compareTo(built) > 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether it succeeded; StartE2E tests that it does. */
    private static boolean train(String plane) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        SluiceProcess.home().resolve("sluice").toString(), "train", plane)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        Process training = builder.start();
        if (!training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
            training.descendants().forEach(ProcessHandle::destroyForcibly);
            training.destroyForcibly();
            return false;
        }
        return training.exitValue() == 0;
    }
}
