package dev.sluice.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a plane prints: where it listens. */
final class Output {
    private static final Pattern LISTENS = Pattern.compile("^(http|https|admin|status API|discovery) +[^ ]*:(\\d+).*");

    private final PipedWriter end = new PipedWriter();
    private final BufferedReader lines;

    Output() throws IOException {
        lines = new BufferedReader(new PipedReader(end, 1 << 16));
    }

    /** What the plane prints to. */
    PrintWriter writer() {
        return new PrintWriter(end, true);
    }

    /** The plane has ended: nothing more comes. */
    void ended() {
        try {
            end.close();
        } catch (IOException e) {
            throw new IllegalStateException("a pipe in memory is always closed", e);
        }
    }

    /**
     * Ports by what listens there, read until the last of them is printed.
     *
     * @throws IOException if the plane ends before that
     */
    Map<String, Integer> ports(String last) throws IOException {
        Map<String, Integer> ports = new HashMap<>();
        while (!ports.containsKey(last)) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the plane has ended before it said where it listens for " + last);
            }
            Matcher matcher = LISTENS.matcher(line);
            if (matcher.matches()) {
                ports.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
            }
        }
        return ports;
    }
}
