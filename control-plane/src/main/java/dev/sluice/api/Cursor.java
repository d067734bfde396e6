package dev.sluice.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Where a page ends: the key of its last entry, in a form that is good in a URL. It says nothing of the state, so it never
 * expires: the next page begins behind that key, whatever has come and gone.
 */
final class Cursor {
    /** Lower than every character of a key, so that keys order as their parts do. */
    private static final String BETWEEN = "\u0000";

    private static final String PARAMETER = "continue";

    private Cursor() {}

    /** One key of parts that are compared one after the other. */
    static String key(List<String> parts) {
        return String.join(BETWEEN, parts);
    }

    static String text(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The key behind which the page begins that is asked for; empty for the first. */
    static String of(Query query) {
        String text = query.text(PARAMETER);
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidQuery(PARAMETER + "=" + text + ": expected what the page before gave as " + PARAMETER);
        }
    }
}
