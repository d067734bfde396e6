package dev.sluice.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Medians over rounds, ratios to the peers, and the goals, as Markdown. */
record Report(Samples samples) {

    String markdown() {
        StringBuilder text = new StringBuilder();
        goals(text);
        for (String part : samples.parts()) {
            text.append("\n## ")
                    .append(part)
                    .append("\n\n")
                    .append(Part.meaning(part))
                    .append("\n");
            for (String setting : samples.settings(part)) {
                table(text, part, setting);
            }
        }
        return text.toString();
    }

    private void goals(StringBuilder text) {
        text.append("\n## Goals, beside the better of nginx and HAProxy\n\n");
        text.append("| part | setting | proxy | what | goal | ratio | |\n|---|---|---|---|--:|--:|---|\n");
        for (Goal goal : Goal.ALL) {
            for (String setting : samples.settings(goal.part())) {
                goal.reached(samples, setting)
                        .ifPresent(ratio -> text.append(String.format(
                                Locale.ROOT,
                                "| %s | %s | %s | %s | %s %.1f | %.2f | %s |%n",
                                goal.part(),
                                setting,
                                goal.peer(),
                                goal.metric().heading(),
                                goal.most() ? "≤" : "≥",
                                goal.ratio(),
                                ratio,
                                goal.met(ratio) ? "reached" : "**missed**")));
            }
        }
    }

    private void table(StringBuilder text, String part, String setting) {
        List<Metric> metrics = samples.metrics(part);
        Metric leading = Part.leading(part);
        text.append("\n").append(setting).append("\n\n| proxy |");
        metrics.forEach(metric -> text.append(' ').append(metric.heading()).append(" |"));
        text.append(String.format(" %1$s of nginx | of HAProxy |%n|---|", leading.heading()))
                .append("--:|".repeat(metrics.size() + 2))
                .append('\n');
        for (String peer : samples.peers(part, setting)) {
            text.append("| ").append(peer).append(" |");
            for (Metric metric : metrics) {
                OptionalDouble median = samples.median(part, setting, peer, metric);
                text.append(' ')
                        .append(median.isPresent() ? metric.text(median.getAsDouble()) : "")
                        .append(" |");
            }
            for (String other : List.of("nginx", "haproxy")) {
                text.append(' ')
                        .append(ratio(part, setting, peer, other, leading))
                        .append(" |");
            }
            text.append('\n');
        }
    }

    private String ratio(String part, String setting, String peer, String other, Metric metric) {
        OptionalDouble own = samples.median(part, setting, peer, metric);
        OptionalDouble its = samples.median(part, setting, other, metric);
        return own.isPresent() && its.isPresent()
                ? String.format(Locale.ROOT, "%.2f", own.getAsDouble() / its.getAsDouble())
                : "";
    }
}
