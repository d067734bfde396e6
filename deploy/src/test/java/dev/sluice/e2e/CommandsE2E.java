package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The commands that ask, as processes, against planes that run: what they print and how they end is one golden transcript,
 * {@code e2e/commands.txt}, rewritten with {@code -Dgolden.update}. What differs from run to run is masked.
 */
class CommandsE2E {
    private static final Path GOLDEN = Path.of("src/test/resources/e2e/commands.txt");
    private static final Pattern RELEASE = Pattern.compile("\\b[0-9a-f]{12,64}\\b");

    private final StringBuilder transcript = new StringBuilder();
    private String api = "";

    @Test
    void what_each_command_prints_and_how_it_ends() throws Exception {
        try (SluiceProcess demo = demo()) {
            demo.await("Ctrl-C ends the demo");
            assertThat(demo.output()).contains("./sluice status", "./sluice explain", "./sluice receipts");
            api = "http://127.0.0.1:" + demo.apiPort();
            assertThat(runs(0, "receipts", "demo/shop", "--wait", "20s")).startsWith("Ingress demo/shop live");
            assertThat(runs(0, "routes", "--fleet", "default", "-o", "json")).contains("shop.localhost");
            asks("receipts", "demo/nowhere");
            asks("problems");
            asks("explain", "shop.localhost/api/payments");
            asks("explain", "shop.localhost/api/cart");
            asks("freeze", "--who", "ann", "--why", "a quiet week");
            String release = releaseGiven();
            asks("rollback", release, "--who", "ann", "--why", "as it was");
            asks("unfreeze", "--who", "ann", "--why", "it is over");
            asks("rollback", "000000000000", "--who", "ann", "--why", "no such release");
            asks("drain", "edge-1", "--who", "ann", "--why", "a new kernel");
        }
        compare();
    }

    @Test
    void a_server_that_is_not_there_is_one_line_and_3() throws Exception {
        try (SluiceProcess status = SluiceProcess.start("status", "--api", "http://127.0.0.1:1")) {
            assertThat(status.exitStatus()).isEqualTo(3);
            assertThat(status.output()).startsWith("sluice: http://127.0.0.1:1").hasLineCount(1);
        }
    }

    private static SluiceProcess demo() throws IOException {
        return SluiceProcess.start(
                SluiceProcess.home().resolve("sluice"),
                Map.of("SLUICE_AOT", "off", "SLUICE__DATA_PLANE__NODE", "edge-1"),
                "demo",
                "--http-port",
                "0",
                "--https-port",
                "0",
                "--admin-port",
                "0",
                "--api-port",
                "0",
                "--discovery-port",
                "0");
    }

    private String runs(int expected, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--api", api));
        try (SluiceProcess command = SluiceProcess.start(all.toArray(String[]::new))) {
            assertThat(command.exitStatus()).as(command.output()).isEqualTo(expected);
            return command.output();
        }
    }

    private String asks(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--api", api));
        try (SluiceProcess command = SluiceProcess.start(all.toArray(String[]::new))) {
            int status = command.exitStatus();
            String output = command.output();
            transcript
                    .append("$ ./sluice ")
                    .append(String.join(" ", words))
                    .append('\n')
                    .append(output)
                    .append("\n[")
                    .append(status)
                    .append("]\n\n");
            return output;
        }
    }

    private String releaseGiven() throws Exception {
        return RELEASE.matcher(asks("history"))
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no release in the history"))
                .group();
    }

    /** Times, ports, digests and durations are of one run; so are the widths of columns in which they stand. */
    private static String masked(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("manifests#[^\\s,]+", "VERSION")
                .replaceAll("\\b[0-9a-f]{12,64}\\b", "DIGEST")
                .replaceAll("127\\.0\\.0\\.\\d+:\\d+", "ADDRESS")
                .replaceAll("resourceVersion \\d+", "resourceVersion N")
                .replaceAll("\\d+ ms", "N ms")
                .replaceAll("\\d+ % +(round robin: the next one in) \\d+ of \\d+ lanes", "SHARE  $1 N of N lanes")
                .replaceAll(" {2,}", "  ")
                .replaceAll("(?m) +$", "");
    }

    private void compare() throws Exception {
        String text = masked(transcript.toString());
        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text);
        }
        assertThat(text).isEqualTo(Files.readString(GOLDEN));
    }
}
