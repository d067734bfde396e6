package dev.sluice.settings;

import java.util.Collection;
import java.util.Comparator;

/** What somebody who mistyped a name may have meant. */
final class Nearest {
    private static final int MAX_EDITS = 3;

    private Nearest() {}

    /** The name that is the fewest edits away, the first of equals; empty if none is within three. */
    static String to(String typed, Collection<String> names) {
        return names.stream()
                .sorted()
                .min(Comparator.comparingInt(name -> edits(typed, name)))
                .filter(name -> edits(typed, name) <= MAX_EDITS)
                .orElse("");
    }

    /** Levenshtein distance. */
    private static int edits(String left, String right) {
        int[] above = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int diagonal = above[0];
            above[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int replaced = diagonal + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = above[column];
                above[column] = Math.min(replaced, Math.min(above[column], above[column - 1]) + 1);
            }
        }
        return above[right.length()];
    }
}
