package dev.sluice.translate.ingress;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code auth-tls-match-cn} allows. Users write regular expressions there; of these only {@code CN=name} and
 * {@code CN=(one|two)} are understood, with {@code ^} in front and {@code $} at the end if they like, and with or without a
 * backslash before a dot. A name is compared as a whole. So no expression of a user is ever run.
 *
 * @param names empty for any; absent for a text that is not understood, which nobody may pass
 */
record CommonNames(Optional<List<String>> names) {
    static final CommonNames ANY = new CommonNames(Optional.of(List.of()));
    static final String EXPECTED = "expected CN=name or CN=(one|two): other regular expressions are not run";

    private static final int MOST_NAMES = 100;

    static CommonNames parse(String value) {
        String text = value.strip();
        text = text.startsWith("^") ? text.substring(1) : text;
        text = text.endsWith("$") ? text.substring(0, text.length() - 1) : text;
        if (!text.startsWith("CN=")) {
            return new CommonNames(Optional.empty());
        }
        String inner = text.substring("CN=".length());
        boolean several = inner.startsWith("(") && inner.endsWith(")");
        List<String> names =
                several ? Arrays.asList(inner.substring(1, inner.length() - 1).split("\\|", -1)) : List.of(inner);
        List<String> plain =
                names.stream().map(name -> name.replace("\\.", ".")).toList();
        boolean understood = plain.size() <= MOST_NAMES && plain.stream().allMatch(CommonNames::plain);
        return new CommonNames(understood ? Optional.of(plain) : Optional.empty());
    }

    private static boolean plain(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c)
                                || c == ' '
                                || c == '.'
                                || c == '-'
                                || c == '_'
                                || c == '@'
                                || c == ':'
                                || c == '/');
    }
}
