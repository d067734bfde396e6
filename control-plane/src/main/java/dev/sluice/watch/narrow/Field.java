package dev.sluice.watch.narrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in an object's tree: what stands there, its path, and where its flaws go. Reading a value of the wrong type
 * adds a flaw and gives what absence gives, so that a reader never fails and goes on to find the next flaw.
 */
final class Field {
    private final @Nullable Object value;
    private final String path;
    private final Flaws flaws;

    private Field(@Nullable Object value, String path, Flaws flaws) {
        this.value = value;
        this.path = path;
        this.flaws = flaws;
    }

    static Field root(Map<String, ?> tree, Flaws flaws) {
        return new Field(tree, "", flaws);
    }

    String path() {
        return path;
    }

    @Nullable
    Object value() {
        return value;
    }

    /** True unless there is nothing, or null. */
    boolean present() {
        return value != null;
    }

    /** The field of that name; absent if there is none or this is no object. */
    Field at(String name) {
        Object child = value instanceof Map<?, ?> map ? map.get(name) : null;
        return new Field(child, path.isEmpty() ? name : path + "." + name, flaws);
    }

    /** The entry of a free-form map, as in {@code metadata.annotations[sluice.dev/x]}. */
    Field entry(String key) {
        Object child = value instanceof Map<?, ?> map ? map.get(key) : null;
        return new Field(child, path + "[" + Shown.of(key) + "]", flaws);
    }

    /** The keys of an object; none if absent. */
    List<String> keys() {
        if (!object() || !(value instanceof Map<?, ?> map)) {
            return List.of();
        }
        List<String> keys = new ArrayList<>(map.size());
        for (Object key : map.keySet()) {
            keys.add(String.valueOf(key));
        }
        return keys;
    }

    /** The elements of a list; none if absent. */
    List<Field> items() {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            flaw("expected a list: begin each element with '- '");
            return List.of();
        }
        List<Field> items = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            items.add(new Field(list.get(i), path + "[" + i + "]", flaws));
        }
        return items;
    }

    /** True if an object stands here. */
    boolean object() {
        if (value != null && !(value instanceof Map<?, ?>)) {
            flaw("expected an object with fields, as 'name: value'");
        }
        return value instanceof Map<?, ?>;
    }

    Optional<String> text() {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        flaw(
                value instanceof Map<?, ?> || value instanceof List<?>
                        ? "expected a text"
                        : "expected a text: write it in quotes");
        return Optional.empty();
    }

    /** The text here, empty if absent; an absent or empty one is a flaw that says {@code expected}. */
    String requiredText(String expected) {
        if (value == null || "".equals(value)) {
            flaw(expected);
            return "";
        }
        return text().orElse("");
    }

    Optional<Integer> integer(int least, int most) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            int exact = number.intValue();
            if (exact >= least && exact <= most) {
                return Optional.of(exact);
            }
        }
        String range = least + " to " + most;
        flaw("expected a number from " + range + (value instanceof String ? ", without quotes" : ""));
        return Optional.empty();
    }

    Optional<Boolean> bool() {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean bool) {
            return Optional.of(bool);
        }
        flaw("expected true or false, without quotes");
        return Optional.empty();
    }

    /** Every field that is not {@code known} becomes a flaw. */
    void allowOnly(Set<String> known) {
        if (!(value instanceof Map<?, ?> map)) {
            return;
        }
        for (Object key : map.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                at(name).flaw(Suggestion.forUnknown(name, known));
            }
        }
    }

    void flaw(String expected) {
        flaws.add(path, value, expected);
    }

    /** How many flaws the object has so far: equal before and after a reading that found none. */
    int flawsSoFar() {
        return flaws.count();
    }
}
