package dev.sluice.bench.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was measured: every sample, and a line for each figure. */
final class Results {
    private final StringBuilder raw = new StringBuilder("series,sample,value,unit\n");
    private final List<String> rows = new ArrayList<>();

    void sample(String series, int sample, double value, String unit) {
        raw.append(String.format(Locale.ROOT, "%s,%d,%.3f,%s%n", series, sample, value, unit));
    }

    void samples(String series, double[] values, String unit) {
        for (int i = 0; i < values.length; i++) {
            sample(series, i, values[i], unit);
        }
    }

    /** @param wanted at most; empty if nothing is asked for */
    void figure(String what, String wanted, double value, String unit) {
        String row = String.format(Locale.ROOT, "| %s | %s | %.2f %s |", what, wanted, value, unit);
        rows.add(row);
        System.out.println(row);
    }

    /** Not a number if there are no values. */
    static double percentile(double[] values, double part) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)];
    }

    String csv() {
        return raw.toString();
    }

    String markdown() {
        return "| figure | at most | measured |\n|---|--:|--:|\n" + String.join("\n", rows) + "\n";
    }
}
