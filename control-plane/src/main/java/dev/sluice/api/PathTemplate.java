package dev.sluice.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A path in which some segments are names, as {@code /api/v1/dataplanes/{node}}. */
final class PathTemplate {
    private final String text;
    private final List<String> expected;

    /** @param text as the OpenAPI document writes it */
    PathTemplate(String text) {
        this.text = text;
        this.expected = split(text);
    }

    /** As the OpenAPI document writes it. */
    String text() {
        return text;
    }

    /**
     * The segments of a path, decoded.
     *
     * @param path as it was sent, percent-encoded
     * @throws IllegalArgumentException if it is not
     */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(split(path));
        segments.replaceAll(PathTemplate::decoded);
        return segments;
    }

    private static List<String> split(String path) {
        return List.of(path.split("/", -1));
    }

    private static boolean named(String segment) {
        return segment.startsWith("{");
    }

    /** What stands where the template has names; empty if the path with these {@link #segments} is another one. */
    Optional<List<String>> match(List<String> found) {
        if (expected.size() != found.size()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            String segment = found.get(i);
            if (named(expected.get(i)) && !segment.isEmpty()) {
                values.add(segment);
            } else if (!expected.get(i).equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** RFC 3986: a plus sign of a path is one. */
    private static String decoded(String segment) {
        return segment.indexOf('%') < 0
                ? segment
                : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
