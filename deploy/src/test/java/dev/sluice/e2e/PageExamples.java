package dev.sluice.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Examples of a page of the documentation, and whether an answer is as one of them shows. */
final class PageExamples {
    private static final String INDENT = "    ";
    /** What differs from run to run. */
    private static final Set<String> OF_THE_RUN = Set.of("node", "version", "at", "requestId");

    private static final Pattern COMMAND =
            Pattern.compile("(?m)^(curl|kubectl|\\./sluice|[a-z]+=\\$\\(|[a-z]+\\(\\) \\{)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]+");

    private final List<Block> blocks = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private final List<String> asks = new ArrayList<>();

    /** What a block of code is. */
    enum Kind {
        COMMANDS,
        JSON,
        /** A command behind a prompt, and what it prints. */
        SESSION,
        TEXT
    }

    record Block(Kind kind, String text) {
        static Block of(String text) {
            if (text.startsWith("$ ")) {
                return new Block(Kind.SESSION, text);
            }
            if (text.startsWith("{")) {
                return new Block(Kind.JSON, text);
            }
            return new Block(COMMAND.matcher(text).find() ? Kind.COMMANDS : Kind.TEXT, text);
        }
    }

    private PageExamples(List<String> lines) {
        StringBuilder block = new StringBuilder();
        String table = "";
        for (String line : lines) {
            if (line.startsWith(INDENT)) {
                block.append(line.substring(INDENT.length())).append('\n');
            } else if (!block.isEmpty()) {
                blocks.add(Block.of(block.toString().strip()));
                block.setLength(0);
            }
            table = line.startsWith("|") ? (table.isEmpty() ? line : table) : "";
            row(table, line);
        }
        if (!block.isEmpty()) {
            blocks.add(Block.of(block.toString().strip()));
        }
    }

    static PageExamples read(Path page) throws IOException {
        return new PageExamples(Files.readAllLines(page));
    }

    private void row(String table, String line) {
        if (line.equals(table) || !line.startsWith("| `")) {
            return;
        }
        String[] parts = line.substring(0, line.indexOf('|', 1)).split("`", -1);
        for (int i = 1; i < parts.length; i += 2) {
            if (table.startsWith("| field ")) {
                NAME.matcher(parts[i]).results().map(MatchResult::group).forEach(fields::add);
            } else if (table.startsWith("| ask ")) {
                asks.add(parts[i]);
            }
        }
    }

    /** Of code, in order. */
    List<Block> blocks() {
        return List.copyOf(blocks);
    }

    /** Names in the tables that say what fields mean. */
    List<String> fields() {
        return List.copyOf(fields);
    }

    /** What may be asked, as a table says: below {@code /api/v1/}. */
    List<String> asks() {
        return List.copyOf(asks);
    }

    /** All names of fields of the answer, at whatever depth. */
    static Set<String> names(JsonNode answer) {
        Set<String> names = new TreeSet<>();
        answer.fieldNames().forEachRemaining(names::add);
        answer.forEach(inside -> names.addAll(names(inside)));
        return names;
    }

    /**
     * Where the answer is not as the example shows, which may leave out fields and entries; empty if it is. A text that is shortened
     * by … is as what stands around it, and any number is as good as another.
     */
    static String differs(String example, JsonNode answer) throws IOException {
        String whole = example.replaceAll(",?\\s*…(?=\\s*[\\]}])", "");
        return differs("", new ObjectMapper().readTree(whole), answer);
    }

    private static String differs(String at, JsonNode example, JsonNode answer) {
        if (example.isObject()) {
            List<String> all = new ArrayList<>();
            example.fieldNames()
                    .forEachRemaining(name -> all.add(
                            answer.has(name)
                                    ? differs(at + "/" + name, example.path(name), answer.path(name))
                                    : at + "/" + name + " is not there"));
            return first(all);
        }
        if (example.isArray()) {
            List<String> all = new ArrayList<>();
            example.forEach(wanted -> all.add(among(at + "[]", wanted, answer)));
            return answer.isArray() ? first(all) : at + " is no list";
        }
        boolean same = example.isTextual() && answer.isTextual()
                ? OF_THE_RUN.contains(at.substring(at.lastIndexOf('/') + 1)) || like(example.asText(), answer.asText())
                : example.isNumber() ? answer.isNumber() : example.equals(answer);
        return same ? "" : at + " is " + answer + ", not as " + example;
    }

    private static String first(List<String> differences) {
        return differences.stream().filter(one -> !one.isEmpty()).findFirst().orElse("");
    }

    private static String among(String at, JsonNode wanted, JsonNode answers) {
        List<String> all = StreamSupport.stream(answers.spliterator(), false)
                .map(answer -> differs(at, wanted, answer))
                .toList();
        return all.contains("") ? "" : "nothing is as " + wanted + ": " + all;
    }

    private static boolean like(String example, String answer) {
        String pattern = Pattern.quote(example.replaceAll("\\d+", "0")).replace("…", "\\E.*\\Q");
        return answer.replaceAll("\\d+", "0").matches(pattern);
    }
}
