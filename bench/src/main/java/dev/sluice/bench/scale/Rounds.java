package dev.sluice.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One thing measured in several rounds: the median of what each round has counts, and all are said beside it. */
final class Rounds {
    private final String what;
    private final String wanted;
    private final List<double[]> rounds = new ArrayList<>();

    /** @param wanted of the p99 */
    Rounds(String what, String wanted) {
        this.what = what;
        this.wanted = wanted;
    }

    void add(double[] millis) {
        rounds.add(millis);
    }

    /** None if there was no round. */
    void figures(Results results) {
        if (rounds.isEmpty()) {
            return;
        }
        results.figure(what + ", p50 (" + told(0.5) + ")", "", median(0.5), "ms");
        results.figure(what + ", p99 (" + told(0.99) + ")", wanted, median(0.99), "ms");
    }

    private String told(double part) {
        return rounds.stream()
                .map(millis -> "%.2f".formatted(Results.percentile(millis, part)))
                .collect(Collectors.joining(" "));
    }

    private double median(double part) {
        double[] each = rounds.stream()
                .mapToDouble(millis -> Results.percentile(millis, part))
                .toArray();
        return Results.percentile(each, 0.5);
    }
}
