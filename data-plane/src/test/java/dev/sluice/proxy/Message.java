package dev.sluice.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request or response as it came, one char a byte.
 *
 * @param start the first line
 * @param fields as {@code Name: value}, in their order
 * @param body without framing
 * @param trailers as fields
 */
record Message(String start, List<String> fields, String body, List<String> trailers) {
    int status() {
        return Integer.parseInt(start.split(" ", 3)[1]);
    }

    /** Values of the fields of that name, whatever its case. */
    List<String> values(String name) {
        List<String> values = new ArrayList<>();
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        for (String field : fields) {
            if (field.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                values.add(field.substring(prefix.length()).strip());
            }
        }
        return values;
    }
}
