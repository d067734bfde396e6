package dev.sluice.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A path in which some segments are names, as {@code /api/v1/dataplanes/{node}}.
 *
 * @param text as the OpenAPI document writes it
 */
record PathTemplate(String text) {
    private static List<String> segments(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    private static boolean named(String segment) {
        return segment.startsWith("{");
    }

    /**
     * What stands where the template has names; empty if the path is another one.
     *
     * @param path as it was sent, percent-encoded
     */
    Optional<List<String>> match(String path) {
        List<String> expected = segments(text);
        List<String> found = segments(path);
        if (expected.size() != found.size()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            String segment = decoded(found.get(i));
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
