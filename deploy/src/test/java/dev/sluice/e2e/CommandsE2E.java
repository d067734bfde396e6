package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The commands that ask, as processes, against planes that run: what they print and how they end is one golden transcript,
 * {@code e2e/commands.txt}.
 */
class CommandsE2E {
    private static final Path GOLDEN = Path.of("src/test/resources/e2e/commands.txt");
    private static final Pattern RELEASE = Pattern.compile("\\b[0-9a-f]{12,64}\\b");

    private final Transcript transcript = new Transcript();
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
        transcript.compare(GOLDEN);
    }

    @Test
    void a_server_that_is_not_there_is_one_line_and_3() throws Exception {
        try (SluiceProcess status = SluiceProcess.start("status", "--api", "http://127.0.0.1:1")) {
            assertThat(status.exitStatus()).isEqualTo(3);
            assertThat(status.output()).startsWith("sluice: http://127.0.0.1:1").hasLineCount(1);
        }
    }

    private static SluiceProcess demo() throws IOException {
        return SluiceProcess.onFreePorts(new String[] {"SLUICE__DATA_PLANE__NODE", "edge-1"}, "demo");
    }

    private String runs(int expected, String... words) throws Exception {
        try (SluiceProcess command = Transcript.run(api, words)) {
            assertThat(command.exitStatus()).as(command.output()).isEqualTo(expected);
            return command.output();
        }
    }

    private String asks(String... words) throws Exception {
        return transcript.asks(api, words);
    }

    private String releaseGiven() throws Exception {
        return RELEASE.matcher(asks("history"))
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no release in the history"))
                .group();
    }
}
