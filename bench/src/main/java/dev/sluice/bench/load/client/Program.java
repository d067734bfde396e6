package dev.sluice.bench.load.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures that programs print. */
final class Program {
    private Program() {}

    /** The first group of the first match, as a number; 0 where there is none. */
    static double first(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
