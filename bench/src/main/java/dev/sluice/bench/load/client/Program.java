package dev.sluice.bench.load.client;

import dev.sluice.bench.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that print figures. */
final class Program {
    private Program() {}

    /**
     * Runs one to its end.
     *
     * @throws IOException if it ends with another status than 0
     */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = Child.start(new ProcessBuilder(command).redirectErrorStream(true));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }

    /** The first group of the first match, as a number; 0 where there is none. */
    static double first(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
