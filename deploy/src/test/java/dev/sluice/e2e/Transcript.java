package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands as processes, what they print and how they end; compared with a golden file that {@code -Dgolden.update} rewrites. What
 * differs from run to run is masked.
 */
final class Transcript {
    private final StringBuilder text = new StringBuilder();

    /** Runs it, to be compared. @return what it prints */
    String asks(String api, String... words) throws Exception {
        try (SluiceProcess command = run(api, words)) {
            int status = command.exitStatus();
            String output = command.output();
            text.append("$ ./sluice ").append(String.join(" ", words)).append('\n');
            text.append(output).append("\n[").append(status).append("]\n\n");
            return output;
        }
    }

    /** Runs it, not to be compared. */
    static SluiceProcess run(String api, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--api", api));
        return SluiceProcess.start(all.toArray(String[]::new));
    }

    /** Times, ports, digests and durations are of one run; so are the widths of columns in which they stand. */
    private static String masked(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("manifests#[^\\s,]+", "VERSION")
                .replaceAll("[0-9a-f-]{36}/\\d+/[0-9a-f]{12}", "VERSION")
                .replaceAll("\\b[0-9a-f]{12,64}\\b", "DIGEST")
                .replaceAll("127\\.0\\.0\\.\\d+:\\d+", "ADDRESS")
                .replaceAll("127\\.0\\.\\d+\\.[123]\\b", "REPLICA")
                .replaceAll("ready (leads|follows, of) ", "ready ROLE ")
                .replaceAll("\\d+\\.\\d\\d %", "N %")
                .replaceAll("(?<![\\d.])\\d+\\.\\d(?![\\d.])", "N.N")
                .replaceAll("resourceVersion \\d+", "resourceVersion N")
                .replaceAll("\\d+ ms", "N ms")
                .replaceAll("\\d+ % +(round robin: the next one in) \\d+ of \\d+ lanes", "SHARE  $1 N of N lanes")
                .replaceAll(" {2,}", "  ")
                .replaceAll("(?m) +$", "");
    }

    void compare(Path golden) throws IOException {
        String now = masked(text.toString());
        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, now);
        }
        assertThat(now).isEqualTo(Files.readString(golden));
    }
}
