package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.install.Page;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That commands of Sluice on pages are commands. */
class PageCommandsTest {
    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commands_of_sluice_are_understood(Page page) {
        for (Page.Block block : page.blocks()) {
            for (String command : block.commands()) {
                if (command.startsWith("./sluice ")) {
                    String[] words = words(command.substring("./sluice ".length()));
                    assertThat(Sluice.commandLine(words).parseArgs(words).subcommand())
                            .as(command)
                            .isNotNull();
                }
            }
        }
    }

    /** As a shell takes them apart, without what stands behind a pipe. */
    private static String[] words(String line) {
        return Arrays.stream(line.replaceAll(" \\|.*", "").split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
                .map(word -> word.replace("\"", ""))
                .toArray(String[]::new);
    }
}
