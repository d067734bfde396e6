package dev.sluice.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param headings their levels, in order
 * @param blocks of code, in order
 * @param links to other files, without their anchors
 * @param spans of code within sentences
 * @param text what is outside of blocks, line by line
 */
public record Page(
        Path file,
        List<Integer> headings,
        List<Block> blocks,
        List<String> links,
        List<String> spans,
        List<String> text) {
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final String FENCE = "```";

    /** @param kind behind the fence: {@code sh} for commands that a test runs, {@code sh cluster} for those that need one */
    public record Block(String kind, List<String> lines) {
        /** Commands, those over several lines as one. */
        public List<String> commands() {
            String text = String.join("\n", lines).replaceAll("\\\\\n\\s*", "");
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }

    static Path root() {
        return Installation.tree().resolve("../..").normalize();
    }

    /** Those of this part: the pages on installing, and one for each overlay. */
    public static List<Page> all() {
        try (Stream<Path> docs = Files.list(root().resolve("deploy/docs"));
                Stream<Path> tree = Files.walk(Installation.tree());
                Stream<Path> chart = Files.walk(root().resolve("deploy/helm"))) {
            return Stream.of(docs, tree, chart)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of all parts, README and the pages of the planes too. */
    public static List<Page> everywhere() {
        try (Stream<Path> top = Files.list(root());
                Stream<Path> control = Files.list(root().resolve("control-plane/docs"));
                Stream<Path> data = Files.list(root().resolve("data-plane/docs"))) {
            Stream<Page> others = Stream.of(top, control, data)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::read);
            return Stream.concat(all().stream(), others).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page read(Path file) {
        List<Integer> headings = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        List<String> links = new ArrayList<>();
        List<String> text = new ArrayList<>();
        List<String> block = null;
        for (String line : lines(file)) {
            if (line.startsWith(FENCE) && block == null) {
                block = new ArrayList<>();
                blocks.add(new Block(line.substring(FENCE.length()).strip(), block));
            } else if (line.startsWith(FENCE)) {
                block = null;
            } else if (block != null) {
                block.add(line);
            } else {
                if (line.startsWith("#")) {
                    headings.add(line.indexOf(' '));
                }
                text.add(line);
                LINK.matcher(line).results().forEach(link -> links.add(link.group(1)));
            }
        }
        List<String> spans = SPAN.matcher(String.join(" ", text))
                .results()
                .map(span -> span.group(1).strip())
                .toList();
        return new Page(file, headings, blocks, links, spans, text);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return root().relativize(file).toString();
    }
}
