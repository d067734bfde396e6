package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.install.Page;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That commands of Sluice on pages are commands. */
class PageCommandsTest {
    private static final Pattern WORD = Pattern.compile("(\"[^\"]*\"|'[^']*'|[^\\s\"'])+");

    static List<Page> pages() {
        return Page.everywhere();
    }

    /** In blocks, and within sentences unless a name alone is meant; words in capitals stand for what a reader puts there. */
    private static Stream<String> commands(Page page) {
        return Stream.concat(
                        page.blocks().stream().flatMap(block -> block.commands().stream()),
                        page.spans().stream().filter(span -> span.matches("\\./sluice [a-z-]+ .*")))
                .filter(command -> command.startsWith("./sluice "))
                .map(command -> command.replaceAll(" +#.*", ""))
                .filter(command -> !command.contains("..."));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commands_of_sluice_are_understood(Page page) {
        assertThat(commands(page)).allSatisfy(command -> {
            String[] words = words(command.substring("./sluice ".length()));
            assertThat(Sluice.commandLine(words).parseArgs(words).subcommand())
                    .as(command)
                    .isNotNull();
        });
    }

    /** As a shell takes them apart, without what stands behind a pipe. */
    private static String[] words(String line) {
        return WORD.matcher(line.replaceAll(" [|][| ].*", ""))
                .results()
                .map(word -> word.group().replaceAll("[\"']", ""))
                .toArray(String[]::new);
    }
}
