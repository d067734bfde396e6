package dev.sluice.bench.load.client;

import dev.sluice.bench.Child;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of wrk and what it printed: a closed loop, so its latencies say nothing of a server that stalls. */
public record Wrk(Load load, double p50Micros, double p99Micros) {
    private static final Pattern LATENCY = Pattern.compile("\\s+(50|99)%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern TOTAL = Pattern.compile("\\s+([0-9]+) requests in");
    private static final Pattern NOT_OK = Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)");
    private static final Pattern SOCKET =
            Pattern.compile("Socket errors: connect ([0-9]+), read ([0-9]+), write ([0-9]+), timeout ([0-9]+)");

    public static Wrk run(Target target, int connections, int seconds) throws IOException, InterruptedException {
        return parse(Child.run(List.of(
                "wrk",
                "-t2",
                "-c" + connections,
                "-d" + seconds + "s",
                "--latency",
                "-H",
                "Host: " + target.host(),
                target.url())));
    }

    static Wrk parse(String output) {
        double p50 = 0;
        double p99 = 0;
        Matcher latency = LATENCY.matcher(output);
        while (latency.find()) {
            double micros = Double.parseDouble(latency.group(2)) * micros(latency.group(3));
            if (latency.group(1).equals("50")) {
                p50 = micros;
            } else {
                p99 = micros;
            }
        }
        long failed = (long) Program.first(NOT_OK, output);
        Matcher socket = SOCKET.matcher(output);
        if (socket.find()) {
            for (int group = 1; group <= 4; group++) {
                failed += Long.parseLong(socket.group(group));
            }
        }
        long requests = (long) Program.first(TOTAL, output);
        double rate = Program.first(RATE, output);
        return new Wrk(new Load(rate == 0 ? 1 : requests / rate, requests, failed), p50, p99);
    }

    private static double micros(String unit) {
        return switch (unit) {
            case "us" -> 1;
            case "ms" -> 1_000;
            default -> 1_000_000;
        };
    }
}
