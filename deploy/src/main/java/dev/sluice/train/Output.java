package dev.sluice.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a plane prints: where it listens. */
final class Output {
    private static final Pattern LISTENS = Pattern.compile("^(http|https|admin|status API|discovery) +[^ ]*:(\\d+).*");

    private final BufferedReader lines;

    /** @param printed ends when the plane ends */
    Output(Reader printed) {
        lines = new BufferedReader(printed);
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

    /** Reads and drops what else comes, in a thread of its own, so that who prints it does not wait. */
    void drop() {
        Thread.ofPlatform().daemon().name("training-output").start(() -> {
            try {
                lines.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                return; // the plane is gone: the run is over
            }
        });
    }
}
