package dev.sluice.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that a test drives from outside. */
final class Programs {
    private static final long RUN_SECONDS = 60;

    private Programs() {}

    /** Skips the test with one line if the program is missing; fails it instead where {@code SLUICE_REQUIRE=all}. */
    static void require(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> new File(directory, program).canExecute());
        if (there) {
            return;
        }
        String line = "needs the program " + program + ", which is not installed";
        if ("all".equals(System.getenv("SLUICE_REQUIRE"))) {
            Assertions.fail(line);
        }
        System.out.println("SKIPPED: a test " + line);
        Assumptions.abort(line);
    }

    /** What the program prints, with nothing to read; {@link #require} it first. */
    static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("sluice", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(RUN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " is still running");
            }
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } finally {
            Files.delete(output);
        }
    }
}
