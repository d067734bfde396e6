package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.install.Installation;
import dev.sluice.install.Installation.Container;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/** That the flags in manifests are flags. */
class ManifestFlagsTest {
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void arguments_are_understood(Installation installation) {
        assertThat(installation.containers()).isNotEmpty().allSatisfy(container -> {
            String command = container.plane();
            List<String> words = new ArrayList<>(List.of(command));
            words.addAll(container.arguments());
            ParseResult understood = Sluice.commandLine(command).parseArgs(words.toArray(String[]::new));
            assertThat(understood.subcommand().commandSpec().name()).isEqualTo(command);
            assertThat(entry(container)).isEqualTo(command.equals("certificates") ? command : "");
        });
    }

    /** What is run instead of the image's entry point, which names the plane. */
    private static String entry(Container container) {
        var words = container.container().path("command");
        assertThat(words.path(0).asText("/opt/sluice/sluice")).isEqualTo("/opt/sluice/sluice");
        return words.path(1).asText();
    }
}
