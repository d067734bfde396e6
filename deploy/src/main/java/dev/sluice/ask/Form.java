package dev.sluice.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How an answer is shown. */
enum Form {
    /** For people. */
    TABLE,
    /** The API's JSON. */
    JSON,
    /** The same as YAML. */
    YAML;

    String text(Doc answer, Function<Doc, Sheet> sheet, Ink ink) {
        return switch (this) {
            case TABLE -> sheet.apply(answer).text(ink);
            case JSON -> escaped(written(indented(), answer)) + "\n";
            case YAML -> written(yaml(), answer);
        };
    }

    /** One of several, so that a script can tell where the next begins: JSON in one line, YAML behind a marker. */
    String oneOfMany(Doc answer, Function<Doc, Sheet> sheet, Ink ink) {
        return switch (this) {
            case TABLE ->
                (ink == Ink.COLOURED ? "\u001b[H\u001b[2J" : "")
                        + text(answer, sheet, ink)
                        + (ink == Ink.PLAIN ? "\n" : "");
            case JSON -> escaped(answer.node().toString()) + "\n";
            case YAML -> "---\n" + text(answer, sheet, ink);
        };
    }

    /**
     * JSON leaves DEL, C1 controls and format characters as they are (RFC 8259 section 7); a terminal may obey them. They stand in
     * texts only, where an escape means the same.
     */
    private static String escaped(String json) {
        boolean clean = json.codePoints().noneMatch(Form::obeyed);
        return clean
                ? json
                : json.chars()
                        .mapToObj(c -> obeyed(c) || Character.isSurrogate((char) c)
                                ? String.format(Locale.ROOT, "\\u%04x", c)
                                : String.valueOf((char) c))
                        .collect(Collectors.joining());
    }

    private static boolean obeyed(int c) {
        return c != '\n' && Printable.steers(c);
    }

    private static ObjectWriter indented() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return Answers.MAPPER.writer(
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
    }

    private static ObjectWriter yaml() {
        return new YAMLMapper(YAMLFactory.builder()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .disable(YAMLGenerator.Feature.SPLIT_LINES)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .build())
                .writer();
    }

    private static String written(ObjectWriter writer, Doc answer) {
        try {
            return writer.writeValueAsString(answer.node());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an answer that was read cannot be written", e);
        }
    }
}
