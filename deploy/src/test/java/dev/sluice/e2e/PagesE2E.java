package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.install.Page;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands on the pages on installing that need no cluster, as they stand there. */
class PagesE2E {
    static List<String> commands() {
        return Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.kind().equals("sh"))
                .flatMap(block -> block.commands().stream())
                .collect(Collectors.collectingAndThen(
                        Collectors.toSet(), all -> all.stream().sorted().toList()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_that_needs_no_cluster_does_what_it_says(String command) throws Exception {
        Stream.of("openssl").filter(command::startsWith).forEach(Programs::require);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(SluiceProcess.home().toFile())
                .redirectErrorStream(true);
        builder.environment().put("SLUICE_AOT", "off");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(command + ":\n" + said).isZero();
        assertThat(said).isNotBlank();
    }
}
