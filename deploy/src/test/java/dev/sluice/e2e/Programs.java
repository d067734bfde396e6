package dev.sluice.e2e;

import java.io.File;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that a test drives from outside. */
final class Programs {
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
}
