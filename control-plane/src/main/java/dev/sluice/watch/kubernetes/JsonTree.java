package dev.sluice.watch.kubernetes;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps and lists: one pass over the bytes, no class for each kind. */
final class JsonTree {
    private static final ObjectReader READER = JsonMapper.builder().build().readerForMapOf(Object.class);

    private JsonTree() {}

    static Map<String, @Nullable Object> of(byte[] json) throws IOException {
        Map<String, @Nullable Object> tree = READER.readValue(json);
        return tree == null ? Map.of() : tree;
    }

    static Map<String, @Nullable Object> of(String json) throws IOException {
        Map<String, @Nullable Object> tree = READER.readValue(json);
        return tree == null ? Map.of() : tree;
    }

    /** The object under {@code name}; empty if there is none. */
    static Map<String, @Nullable Object> object(Map<String, ?> tree, String name) {
        return tree.get(name) instanceof Map<?, ?> map ? strings(map) : Map.of();
    }

    static List<?> list(Map<String, ?> tree, String name) {
        return tree.get(name) instanceof List<?> list ? list : List.of();
    }

    static String text(Map<String, ?> tree, String name) {
        return tree.get(name) instanceof String text ? text : "";
    }

    /** A copy whose keys are known to be strings. */
    static Map<String, @Nullable Object> strings(Map<?, ?> map) {
        Map<String, @Nullable Object> strings = new LinkedHashMap<>();
        map.forEach((key, value) -> strings.put(String.valueOf(key), value));
        return strings;
    }
}
