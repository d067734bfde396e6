package dev.sluice.watch.manifest;

import dev.sluice.state.Flaw;
import dev.sluice.watch.manifest.Document.LinedFlaw;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns one composed document into a tree: bounded in depth and, aliases expanded, in size. */
final class YamlTree {
    private static final int DEEPEST = 64;
    /** A document of 64 MiB without aliases has fewer; a bomb of aliases ends here. */
    private static final int MOST_NODES = 8_000_000;

    private final List<LinedFlaw> flaws = new ArrayList<>(0);
    private int nodes;

    private YamlTree() {}

    static Document of(Node root) throws UnreadableText {
        YamlTree tree = new YamlTree();
        Object value = tree.value(root, "", 0);
        return new Document(value, tree.flaws, path -> YamlLines.lineOf(root, path));
    }

    private @Nullable Object value(Node node, String path, int depth) throws UnreadableText {
        if (depth > DEEPEST) {
            throw new UnreadableText(YamlLines.line(node), "nested deeper than " + DEEPEST + " levels");
        }
        if (++nodes > MOST_NODES) {
            throw new UnreadableText(YamlLines.line(node), "more than " + MOST_NODES + " values, aliases expanded");
        }
        return switch (node) {
            case MappingNode mapping -> map(mapping, path, depth);
            case SequenceNode sequence -> list(sequence, path, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new UnreadableText(YamlLines.line(node), "unexpected " + node.getNodeId());
        };
    }

    private List<@Nullable Object> list(SequenceNode sequence, String path, int depth) throws UnreadableText {
        List<@Nullable Object> list = new ArrayList<>(sequence.getValue().size());
        for (Node item : sequence.getValue()) {
            list.add(value(item, path + "[" + list.size() + "]", depth + 1));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(MappingNode mapping, String path, int depth) throws UnreadableText {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>(0);
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.add(tuple.getValueNode());
                continue;
            }
            String key = key(tuple.getKeyNode());
            String place = path.isEmpty() ? key : path + "." + key;
            Object value = value(tuple.getValueNode(), place, depth + 1);
            if (map.containsKey(key)) {
                flaws.add(new LinedFlaw(
                        YamlLines.line(tuple.getKeyNode()),
                        new Flaw(place, "", "the field stands here twice; leave one of them")));
            } else {
                map.put(key, value);
            }
        }
        for (Node node : merged) {
            merge(map, value(node, path, depth + 1), node);
        }
        return map;
    }

    /** What is written wins over what is merged in (YAML 1.1, merge key). */
    private static void merge(Map<String, @Nullable Object> map, @Nullable Object source, Node node)
            throws UnreadableText {
        if (source instanceof List<?> several) {
            for (Object one : several) {
                merge(map, one, node);
            }
        } else if (source instanceof Map<?, ?> fields) {
            fields.forEach((key, value) -> map.putIfAbsent(String.valueOf(key), value));
        } else {
            throw new UnreadableText(YamlLines.line(node), "expected an object, or a list of objects, after <<");
        }
    }

    private static String key(Node node) throws UnreadableText {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new UnreadableText(YamlLines.line(node), "the name of a field must be a text");
    }

    private static @Nullable Object scalar(ScalarNode scalar) throws UnreadableText {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return text;
        }
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        try {
            return typed(tag, text, YamlLines.line(scalar));
        } catch (NumberFormatException e) {
            throw new UnreadableText(YamlLines.line(scalar), "not a number, as its tag says");
        }
    }

    private static Object typed(Tag tag, String text, int line) throws UnreadableText {
        if (tag.equals(Tag.BOOL)) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> true;
                default -> false;
            };
        }
        if (tag.equals(Tag.INT)) {
            return whole(text);
        }
        if (tag.equals(Tag.FLOAT)) {
            // Exponents of any size are cheap in this form; its value is never expanded.
            return new BigDecimal(text).doubleValue();
        }
        throw new UnreadableText(line, "tags other than YAML's own for texts, numbers and booleans are not read");
    }

    private static Number whole(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        BigInteger size = digits.startsWith("0x")
                ? new BigInteger(digits.substring(2), 16)
                : digits.startsWith("0o")
                        ? new BigInteger(digits.substring(2), 8)
                        : new BigInteger(digits, digits.length() > 1 && digits.startsWith("0") ? 8 : 10);
        BigInteger value = negative ? size.negate() : size;
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value.doubleValue();
    }
}
