package dev.sluice.watch.manifest;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.representer.Representer;

/** Reads YAML only as far as its nodes, which know their lines; no Java object is ever constructed from a tag. */
final class YamlText {
    private static final int MOST_ALIASES = 200;

    private YamlText() {}

    static List<Document> read(String text) throws UnreadableText {
        List<Document> documents = new ArrayList<>();
        try {
            for (Node node : parser().composeAll(new StringReader(text))) {
                documents.add(YamlTree.of(node));
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new UnreadableText(line, reason(e));
        } catch (YAMLException e) {
            throw new UnreadableText(1, "too large, too many aliases, or not YAML text");
        } catch (RuntimeException | StackOverflowError e) {
            // A fault of the parser, provoked by one text, must not end the reading of all the others.
            throw new UnreadableText(
                    1, "the YAML parser failed: " + e.getClass().getSimpleName());
        }
        return documents;
    }

    private static Yaml parser() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(ManifestReader.MOST_CHARACTERS);
        limits.setMaxAliasesForCollections(MOST_ALIASES);
        limits.setNestingDepthLimit(64);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(limits), new Representer(unused), unused, limits, new ScalarTypes());
    }

    /** The parser's own sentence without the excerpt, which could show a secret; likewise the name of an alias. */
    private static String reason(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "not YAML" : e.getProblem();
        String shown =
                problem.startsWith("found undefined alias") ? "a text that begins with '*' must be in quotes" : problem;
        return e.getContext() == null ? shown : e.getContext() + ", " + shown;
    }
}
