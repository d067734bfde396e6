package dev.sluice.ask;

import java.util.List;
import java.util.Locale;

/** Which endpoint would be picked, and why the others not. */
final class ExplainShares {
    private ExplainShares() {}

    static Table of(Doc answer) {
        Table table = new Table("BACKEND", "WEIGHT", "ENDPOINT", "CHANCE", "WHY");
        answer.all("shares").forEach(share -> rows(table, share));
        return table;
    }

    private static void rows(Table table, Doc share) {
        Cell backend = Cell.of(share.has("upstream") ? share.text("upstream") : "-");
        Cell weight = Cell.of(share.number("weight"));
        List<Doc> picks = share.all("picks");
        List<Doc> passedOver = share.all("passedOver");
        picks.forEach(pick -> table.row(
                backend,
                weight,
                new Cell(pick.text("endpoint"), Tone.GOOD),
                Cell.of(String.format(Locale.ROOT, "%.0f %%", pick.real("chance") * 100)),
                Cell.of(pick.text("reason"))));
        passedOver.forEach(passed -> table.row(
                backend, weight, Cell.faint(passed.text("endpoint")), Cell.of(""), Cell.faint(passed.text("reason"))));
        if (picks.isEmpty() && passedOver.isEmpty()) {
            String status = share.has("status") ? " " + share.number("status") : "";
            table.row(
                    backend,
                    weight,
                    Cell.of(String.join(", ", share.texts("endpoints"))),
                    Cell.of(""),
                    Cell.of(share.text("outcome") + status));
        }
    }
}
