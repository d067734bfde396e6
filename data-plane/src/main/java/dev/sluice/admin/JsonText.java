package dev.sluice.admin;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps, collections, texts, numbers and booleans as JSON (RFC 8259), laid out for people. A JSON library would be the
 * larger part of what the admin port keeps in memory.
 */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    /** @throws IllegalArgumentException if a value is of another type, or a number that JSON does not have */
    static String of(Map<String, ?> object) {
        JsonText json = new JsonText();
        json.object(object, 0);
        return json.text.toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> text.append("null");
            case String string -> string(string);
            case Boolean bool -> text.append(bool);
            case Number number -> number(number);
            case Map<?, ?> map -> object(map, depth);
            case Collection<?> list -> list(list, depth);
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        }
    }

    private void object(Map<?, ?> object, int depth) {
        if (object.isEmpty()) {
            text.append("{ }");
            return;
        }
        text.append('{');
        String separator = "\n";
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            text.append(separator).repeat("  ", depth + 1);
            string(String.valueOf(entry.getKey()));
            text.append(" : ");
            value(entry.getValue(), depth + 1);
            separator = ",\n";
        }
        text.append('\n').repeat("  ", depth).append('}');
    }

    private void list(Collection<?> list, int depth) {
        text.append('[');
        for (Iterator<?> rest = list.iterator(); rest.hasNext(); ) {
            text.append(' ');
            value(rest.next(), depth);
            text.append(rest.hasNext() ? "," : "");
        }
        text.append(" ]");
    }

    private void number(Number number) {
        if (!Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException("no JSON: " + number);
        }
        text.append(number);
    }

    private void string(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            character(string.charAt(i));
        }
        text.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                // A half of a surrogate pair alone cannot be encoded as UTF-8; written so, it comes to no harm.
                if (c < ' ' || Character.isSurrogate(c)) {
                    text.append("\\u").append(HEX.charAt(c >> 12)).append(HEX.charAt(c >> 8 & 15));
                    text.append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
                } else {
                    text.append(c);
                }
            }
        }
    }
}
