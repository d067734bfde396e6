package dev.sluice.watch.narrow;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What to say about a field that does not exist: the one that was probably meant, or those there are. */
final class Suggestion {
    private static final int LONGEST_COMPARED = 40;
    private static final int NEAR = 2;

    private Suggestion() {}

    static String forUnknown(String name, Set<String> known) {
        Set<String> sorted = new TreeSet<>(known);
        for (String candidate : sorted) {
            if (near(name, candidate)) {
                return "there is no such field; write " + candidate;
            }
        }
        return "there is no such field; expected one of " + String.join(", ", sorted);
    }

    private static boolean near(String name, String candidate) {
        if (name.length() > LONGEST_COMPARED) {
            return false;
        }
        int limit = candidate.length() <= 4 ? 1 : NEAR;
        return distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT)) <= limit;
    }

    /** Levenshtein: insertions, deletions and replacements from one to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
