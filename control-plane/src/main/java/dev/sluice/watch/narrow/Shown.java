package dev.sluice.watch.narrow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a piece of a tree to a person, in YAML's flow style, at most 100 characters. */
final class Shown {
    private static final int LIMIT = 100;

    private final StringBuilder text = new StringBuilder();

    private Shown() {}

    static String of(@Nullable Object value) {
        Shown shown = new Shown();
        shown.add(value);
        return shown.full() ? shown.text.substring(0, LIMIT - 3) + "..." : shown.text.toString();
    }

    private void add(@Nullable Object value) {
        if (full()) {
            return;
        }
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> addMap(map);
            case List<?> list -> addList(list);
            default -> addText(value.toString());
        }
    }

    private void addMap(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            add(entry.getKey());
            text.append(": ");
            add(entry.getValue());
            separator = ", ";
            if (full()) {
                return;
            }
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void addList(List<?> list) {
        String separator = "[";
        for (Object item : list) {
            text.append(separator);
            add(item);
            separator = ", ";
            if (full()) {
                return;
            }
        }
        text.append(list.isEmpty() ? "[]" : "]");
    }

    private void addText(String value) {
        for (int i = 0; i < value.length() && !full(); i++) {
            char c = value.charAt(i);
            text.append(Character.isISOControl(c) ? ' ' : c);
        }
    }

    private boolean full() {
        return text.length() > LIMIT;
    }
}
