package dev.sluice.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Medians over rounds, and ratios to the peers, as a Markdown table. */
record Report(List<Sample> samples) {

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (int connections :
                samples.stream().map(Sample::connections).distinct().toList()) {
            text.append("\n").append(connections).append(" connections\n\n");
            text.append(
                    "| proxy | requests/s | of nginx | of HAProxy | p50 us | p99 us | CPU us/request (user + system)"
                            + " | peak MiB | failed |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
            table(connections).forEach((peer, of) -> text.append(row(peer, of, connections)));
        }
        return text.toString();
    }

    private Map<String, List<Sample>> table(int connections) {
        Map<String, List<Sample>> byPeer = new LinkedHashMap<>();
        samples.stream()
                .filter(sample -> sample.connections() == connections)
                .forEach(sample -> byPeer.computeIfAbsent(sample.peer(), peer -> new ArrayList<>())
                        .add(sample));
        return byPeer;
    }

    private String row(String peer, List<Sample> of, int connections) {
        double rate = median(of, Sample::requestsPerSecond);
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %.0f | %.0f | %.1f + %.1f | %.0f | %d |%n",
                peer,
                rate,
                rate / rateOf("nginx", connections),
                rate / rateOf("haproxy", connections),
                median(of, Sample::p50Micros),
                median(of, Sample::p99Micros),
                median(of, Sample::userMicrosPerRequest),
                median(of, Sample::systemMicrosPerRequest),
                median(of, Sample::peakMiB),
                of.stream().mapToLong(Sample::failed).sum());
    }

    private double rateOf(String peer, int connections) {
        List<Sample> of = table(connections).get(peer);
        return of == null ? Double.NaN : median(of, Sample::requestsPerSecond);
    }

    private static double median(List<Sample> of, ToDoubleFunction<Sample> value) {
        double[] sorted = of.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** One line a sample. */
    String csv() {
        StringBuilder text = new StringBuilder("peer,round,connections,requests_per_second,p50_us,p99_us,"
                + "user_us_per_request,system_us_per_request,peak_mib,failed\n");
        for (Sample s : samples) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%d,%d,%.0f,%.0f,%.0f,%.2f,%.2f,%.0f,%d%n",
                    s.peer(),
                    s.round(),
                    s.connections(),
                    s.requestsPerSecond(),
                    s.p50Micros(),
                    s.p99Micros(),
                    s.userMicrosPerRequest(),
                    s.systemMicrosPerRequest(),
                    s.peakMiB(),
                    s.failed()));
        }
        return text.toString();
    }
}
