package dev.sluice.bench.load;

import dev.sluice.bench.load.peer.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** All that a run has measured so far. */
final class Samples {
    private final List<Sample> all = new ArrayList<>();

    void add(Sample sample) {
        System.out.println(sample);
        all.add(sample);
    }

    List<String> parts() {
        return all.stream().map(Sample::part).distinct().toList();
    }

    List<String> settings(String part) {
        return all.stream()
                .filter(s -> s.part().equals(part))
                .map(Sample::setting)
                .distinct()
                .toList();
    }

    List<String> peers(String part, String setting) {
        return of(part, setting)
                .map(Sample::peer)
                .distinct()
                .sorted(Samples::byRank)
                .toList();
    }

    private static int byRank(String one, String other) {
        return Integer.compare(rank(one), rank(other));
    }

    private static int rank(String peer) {
        int rank = Site.PEERS.indexOf(peer);
        return rank < 0 ? Integer.MAX_VALUE : rank;
    }

    List<Metric> metrics(String part) {
        return all.stream()
                .filter(s -> s.part().equals(part))
                .flatMap(s -> s.values().keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The median over the rounds; of failures, which are none's median, the sum. */
    OptionalDouble median(String part, String setting, String peer, Metric metric) {
        double[] sorted = of(part, setting)
                .filter(s -> s.peer().equals(peer) && s.values().containsKey(metric))
                .mapToDouble(s -> s.values().get(metric))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        if (metric == Metric.FAILED) {
            return OptionalDouble.of(Arrays.stream(sorted).sum());
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private Stream<Sample> of(String part, String setting) {
        return all.stream().filter(s -> s.part().equals(part) && s.setting().equals(setting));
    }

    /** One line a value. */
    String csv() {
        StringBuilder text = new StringBuilder("part,setting,peer,round,metric,value\n");
        for (Sample s : all) {
            for (Map.Entry<Metric, Double> value : s.values().entrySet()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%s,%s,%s,%d,%s,%.2f%n",
                        s.part(),
                        s.setting(),
                        s.peer(),
                        s.round(),
                        value.getKey().name().toLowerCase(Locale.ROOT),
                        value.getValue()));
            }
        }
        return text.toString();
    }
}
