package dev.sluice.ask;

import java.util.Locale;
import java.util.Set;

/** {@code Explanation}: what a data plane would do with a request, or what became of one. */
final class ExplainSheet {
    private static final Set<String> SERVED = Set.of("forward", "forwarded");
    private static final int FIRST_ERROR = 400;

    private ExplainSheet() {}

    /** Of a request that has not been sent, or of one that has ended. */
    static Sheet of(Doc answer) {
        return answer.has("requestId") ? ended(answer) : explained(new Sheet(), answer);
    }

    /** Whether the request would be, or was, served without an error. */
    static boolean good(Doc answer) {
        if (answer.has("requestId")) {
            return answer.all("happened").stream()
                    .findFirst()
                    .filter(ExplainSheet::fine)
                    .isPresent();
        }
        return fine(answer);
    }

    private static boolean fine(Doc answer) {
        return answer.has("status") ? answer.number("status") < FIRST_ERROR : SERVED.contains(answer.text("outcome"));
    }

    private static Sheet ended(Doc answer) {
        Sheet sheet = new Sheet().line(Cell.head("request " + answer.text("requestId")));
        Table table = new Table(
                "AT", "DATA PLANE", "REQUEST", "OUTCOME", "STATUS", "ENDPOINT", "ATTEMPTS", "TOOK MS", "RULE");
        for (Doc happened : answer.all("happened")) {
            table.row(
                    Cell.of(happened.text("at")),
                    Cell.of(happened.text("node")),
                    Cell.of(happened.text("method") + " " + happened.text("scheme") + "://" + happened.text("host")
                            + happened.text("path") + (happened.yes("pathCut") ? "..." : "")),
                    new Cell(happened.text("outcome"), fine(happened) ? Tone.GOOD : Tone.BAD),
                    Cell.of(happened.text("status")),
                    Cell.of(happened.text("endpoint")),
                    Cell.of(happened.number("attempts")),
                    Cell.of(String.format(Locale.ROOT, "%.1f", happened.number("durationMicros") / 1000.0)),
                    Cell.of(happened.text("route")));
        }
        sheet.table(table);
        for (Doc silent : answer.all("silent")) {
            sheet.line(new Cell(silent.text("node") + " does not answer: " + silent.text("reason"), Tone.DOUBTFUL));
        }
        sheet.gap().line(Cell.head("now"), Cell.faint(answer.text("nowNote")));
        return explained(sheet, answer.at("now"));
    }

    private static Sheet explained(Sheet sheet, Doc answer) {
        String status = answer.has("status") ? " " + answer.number("status") : "";
        sheet.line(
                new Cell(answer.text("outcome") + status + ",", fine(answer) ? Tone.GOOD : Tone.BAD),
                Cell.faint("says " + answer.text("node") + ", which serves " + answer.text("version")));
        if (answer.has("route")) {
            sheet.line(Cell.of("rule  "), Cell.head(answer.text("route")));
            String field = answer.has("field") ? ", " + answer.text("field") : "";
            sheet.line("from   " + answer.text("source") + field);
        }
        return sheet.gap()
                .table(rules(answer))
                .gap()
                .table(steps(answer))
                .gap()
                .table(ExplainShares.of(answer))
                .gap()
                .table(settings(answer));
    }

    private static Table rules(Doc answer) {
        Table table = new Table("RULE", "OBJECT", "STANDING", "WHY");
        for (Doc rule : answer.all("rules")) {
            boolean wins = rule.text("standing").equals("wins");
            Tone tone = wins ? Tone.GOOD : Tone.FAINT;
            table.row(
                    new Cell((rule.text("host") + " " + rule.text("path")).strip(), tone),
                    new Cell(rule.text("source"), tone),
                    new Cell(rule.text("standing"), tone),
                    new Cell(rule.text("detail"), tone));
        }
        if (answer.number("moreRules") > 0) {
            table.row(Cell.faint("and " + answer.number("moreRules") + " more"), Cell.of(""), Cell.of(""), Cell.of(""));
        }
        return table;
    }

    private static Table steps(Doc answer) {
        Table table = new Table("POLICY", "OUTCOME", "STATUS", "DETAIL");
        for (Doc step : answer.all("steps")) {
            table.row(
                    Cell.of(step.text("policy")),
                    Cell.of(step.text("outcome")),
                    Cell.of(step.text("status")),
                    Cell.of(step.text("detail")));
        }
        return table;
    }

    private static Table settings(Doc answer) {
        Table table = new Table("SETTING", "VALUE", "OF", "WRITTEN IN");
        for (Doc setting : answer.all("settings")) {
            table.row(
                    Cell.of(setting.text("name")),
                    Cell.of(setting.text("value")),
                    Cell.faint(setting.text("of")),
                    Cell.of(origin(setting)));
        }
        return table;
    }

    private static String origin(Doc setting) {
        Doc from = setting.at("from");
        String where = (from.text("object") + " " + from.text("field")).strip();
        String written = where.isEmpty() ? from.text("kind") : where;
        String note = setting.text("note");
        return note.isEmpty() ? written : (written + " (" + note + ")").strip();
    }
}
