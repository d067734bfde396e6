package dev.sluice.ask;

import java.util.List;
import java.util.stream.Collectors;

/** What was given when, how releases differ, and what is decided. */
final class RolloutSheets {
    private static final int OBJECTS = 3;
    private static final int ID_DIGITS = 12;

    private RolloutSheets() {}

    static Sheet history(Doc history) {
        Table table = new Table("RELEASE", "AT", "GIVEN TO", "CHANGES", "OBJECTS");
        for (Doc release : history.all("releases")) {
            table.row(
                    Cell.head(id(release.text("release"))),
                    Cell.of(release.text("at")),
                    new Cell(String.join(", ", release.texts("given")), Tone.GOOD),
                    Cell.of(release.number("changes")),
                    Cell.of(objects(release)));
        }
        return table.isEmpty()
                ? new Sheet().line("Fleet " + history.text("fleet") + " has no release yet.")
                : new Sheet().table(table);
    }

    /** As much of a release's id as people need, and as a command takes. */
    private static String id(String release) {
        return release.substring(0, Math.min(ID_DIGITS, release.length()));
    }

    private static String objects(Doc release) {
        List<Doc> objects = release.all("objects");
        long more = Math.max(0, objects.size() - OBJECTS) + release.number("moreObjects");
        return objects.stream()
                        .limit(OBJECTS)
                        .map(object -> object.text("object") + (object.yes("gone") ? " (gone)" : ""))
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    static Sheet difference(Doc difference) {
        Sheet sheet = new Sheet()
                .line("fleet " + difference.text("fleet") + ", from " + id(difference.text("from")) + " to "
                        + id(difference.text("to")));
        difference.texts("added").forEach(one -> sheet.line(new Cell("+ " + one, Tone.GOOD)));
        difference.texts("changed").forEach(one -> sheet.line(new Cell("~ " + one, Tone.DOUBTFUL)));
        difference.texts("removed").forEach(one -> sheet.line(Cell.bad("- " + one)));
        if (same(difference)) {
            sheet.line("They do not differ.");
        }
        for (Doc detail : difference.all("details")) {
            sheet.gap().line(Cell.head(detail.text("resource")), Cell.faint(detail.text("change")));
            List<String> before = detail.texts("before");
            List<String> after = detail.texts("after");
            before.stream().filter(line -> !after.contains(line)).forEach(line -> sheet.line(Cell.bad("  - " + line)));
            after.stream()
                    .filter(line -> !before.contains(line))
                    .forEach(line -> sheet.line(new Cell("  + " + line, Tone.GOOD)));
        }
        return sheet;
    }

    private static boolean same(Doc difference) {
        return difference.texts("added").isEmpty()
                && difference.texts("changed").isEmpty()
                && difference.texts("removed").isEmpty();
    }

    static Sheet decision(Doc decision) {
        Sheet sheet = new Sheet()
                .line(
                        Cell.head("decision " + decision.number("number")),
                        Cell.of(because(decision.at("cause"))),
                        Cell.faint("kept in " + decision.text("keptIn")));
        Table table = new Table("FLEET", "COURSE", "RELEASE", "GIVEN", "NEWEST", "BECAUSE");
        for (Doc fleet : decision.all("fleets")) {
            table.row(
                    Cell.head(fleet.text("fleet")),
                    StatusSheet.course(fleet.text("course")),
                    Cell.of(id(fleet.text("release"))),
                    Cell.of(id(fleet.text("given"))),
                    Cell.of(id(fleet.text("newest"))),
                    Cell.of(cause(fleet.at("cause"))));
        }
        return sheet.table(table);
    }

    private static String cause(Doc cause) {
        return cause.text("who").isEmpty()
                ? ""
                : cause.text("who") + " at " + cause.text("at") + ": " + cause.text("why");
    }

    private static String because(Doc cause) {
        return cause.text("who").isEmpty() ? "" : "by " + cause(cause) + ",";
    }

    static Sheet drained(Doc drained) {
        return new Sheet()
                .line(drained.text("node")
                        + " is draining: it finishes what it has, and takes nothing new. Start it again"
                        + " to have it serve again.");
    }
}
