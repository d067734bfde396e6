package dev.sluice.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person is shown of an answer: {@code ask/SHEET/*.json} and the text beside it, rewritten with {@code -Dgolden.update};
 * {@code .ansi} is the same in colour, where that is there.
 */
class SheetGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/ask");
    private static final Map<String, Function<Doc, Sheet>> SHEETS = Map.of(
            "status", StatusSheet::of,
            "routes", TableSheets::routes,
            "problems", TableSheets::problems,
            "dataplanes", TableSheets::dataPlanes,
            "receipt", ReceiptSheet::of,
            "receipts", ReceiptSheet::list,
            "explain", ExplainSheet::of,
            "history", RolloutSheets::history,
            "difference", RolloutSheets::difference,
            "decision", RolloutSheets::decision);

    static Stream<Path> answers() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_is_shown_as_its_golden_file(Path answer) throws IOException {
        Path place = FOLDER.relativize(answer);
        Function<Doc, Sheet> shows =
                Objects.requireNonNull(SHEETS.get(place.getName(0).toString()), "a sheet for " + place);
        Sheet sheet = shows.apply(new Doc(Answers.MAPPER.readTree(answer.toFile())));
        String name = place.getName(1).toString().replace(".json", "");
        compare(answer.resolveSibling(name + ".txt"), sheet.text(Ink.PLAIN));
        Path coloured = answer.resolveSibling(name + ".ansi");
        if (Files.exists(coloured)) {
            compare(coloured, sheet.text(Ink.COLOURED));
        }
    }

    private static void compare(Path golden, String text) throws IOException {
        if (System.getProperty("golden.update") != null) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}
