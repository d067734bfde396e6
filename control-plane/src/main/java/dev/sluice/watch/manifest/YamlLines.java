package dev.sluice.watch.manifest;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds the line of a field again from its path, so that no tree has to carry lines for the rare flaw. */
final class YamlLines {
    private static final int LONGEST_PATH = 64;

    private YamlLines() {}

    static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    /** The line of {@code path}, as {@code spec.rules[0].host}, or of the last part of it that there is. */
    static int lineOf(Node root, String path) {
        Node node = root;
        int line = line(root);
        int position = 0;
        for (int steps = 0; steps < LONGEST_PATH && position < path.length(); steps++) {
            boolean bracket = path.charAt(position) == '[';
            int start = bracket || path.charAt(position) == '.' ? position + 1 : position;
            int end = bracket ? closing(path, start) : nameEnd(path, start);
            Optional<Step> step = step(node, path.substring(start, end));
            if (step.isEmpty()) {
                return line;
            }
            node = step.get().value();
            line = step.get().line();
            position = bracket ? end + 1 : end;
        }
        return line;
    }

    private record Step(Node value, int line) {}

    private static Optional<Step> step(Node node, String name) {
        if (node instanceof SequenceNode sequence) {
            int index = index(name);
            return index >= 0 && index < sequence.getValue().size()
                    ? Optional.of(new Step(
                            sequence.getValue().get(index),
                            line(sequence.getValue().get(index))))
                    : Optional.empty();
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name)) {
                    return Optional.of(new Step(tuple.getValueNode(), line(key)));
                }
            }
        }
        return Optional.empty();
    }

    private static int index(String name) {
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException e) {
            return -1; // a name where the document has a list: the path ends here
        }
    }

    private static int closing(String path, int start) {
        int end = path.indexOf(']', start);
        return end < 0 ? path.length() : end;
    }

    private static int nameEnd(String path, int start) {
        int end = start;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return end;
    }
}
