package dev.sluice.bench.load.client;

import dev.sluice.bench.Child;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** One run of h2load and what it printed. */
public final class H2load {
    private static final Pattern RATE = Pattern.compile("finished in [^,]+, ([0-9.]+) req/s");
    private static final Pattern OK = Pattern.compile("status codes: ([0-9]+) 2xx");
    private static final Pattern FAILED = Pattern.compile("([0-9]+) failed, [0-9]+ errored");
    private static final Pattern TOTAL = Pattern.compile("requests: ([0-9]+) total");

    // In the summary, which one thread writes: several write what tells the protocol, into each other's lines.
    private static final Pattern HPACK_SAVES = Pattern.compile("headers \\(space savings ([0-9.]+)%\\)");

    private H2load() {}

    /**
     * Runs for some seconds.
     *
     * @param streams requests under way on each connection
     * @throws IOException if no response has compressed headers, thus none is HTTP/2
     */
    public static Load run(Target target, int connections, int streams, int seconds)
            throws IOException, InterruptedException {
        String output = Child.run(List.of(
                "h2load",
                "-t2",
                "-c" + connections,
                "-m" + streams,
                "-D" + seconds,
                "-H",
                ":authority: " + target.host(),
                "--connect-to=127.0.0.1:" + target.port(),
                target.url()));
        if (Program.first(HPACK_SAVES, output) == 0) {
            throw new IOException("no response in HTTP/2 from " + target + ": " + output);
        }
        return parse(output);
    }

    static Load parse(String output) {
        long ok = (long) Program.first(OK, output);
        double rate = Program.first(RATE, output);
        long total = (long) Program.first(TOTAL, output);
        long failed = Math.max((long) Program.first(FAILED, output), total - ok);
        return new Load(rate == 0 ? 1 : total / rate, ok, failed);
    }
}
