package dev.sluice.api;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What of a list is asked for; readers throw {@link InvalidQuery}. */
final class Filters {
    private final Query query;

    Filters(Query query) {
        this.query = query;
    }

    /** Whether the parameter is not given, or is this text. */
    boolean is(String parameter, String value) {
        String asked = query.text(parameter);
        return asked.isEmpty() || asked.equals(value);
    }

    /** Whether {@code q} is not given, or occurs in one of the texts, whatever its case. */
    boolean occurs(String... texts) {
        String asked = query.text("q");
        return asked.isEmpty() || Arrays.stream(texts).anyMatch(text -> contains(text, asked));
    }

    /** Without making another text of each: a list may be long. */
    static boolean contains(String text, String part) {
        for (int i = 0; i <= text.length() - part.length(); i++) {
            if (text.regionMatches(true, i, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }

    /** One of the words; empty if it is not given. */
    Optional<String> word(String parameter, Set<String> words) {
        String asked = query.text(parameter);
        if (!asked.isEmpty() && !words.contains(asked)) {
            throw new InvalidQuery(parameter + "=" + asked + ": expected one of " + new TreeSet<>(words));
        }
        return Optional.of(asked).filter(text -> !text.isEmpty());
    }

    /** True or false; empty if it is not given. */
    Optional<Boolean> flag(String parameter) {
        return query.text(parameter).isEmpty() ? Optional.empty() : Optional.of(query.flag(parameter));
    }
}
