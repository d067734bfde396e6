package dev.sluice.ask;

import java.util.Locale;

/** {@code Status}: everything at a glance. */
final class StatusSheet {
    private static final double ALARMING_SHARE = 0.01;

    private StatusSheet() {}

    static Sheet of(Doc status) {
        boolean ready = status.yes("ready");
        Sheet sheet = new Sheet()
                .line(
                        Cell.head(status.text("replica")),
                        Cell.faint(status.text("software")),
                        new Cell(ready ? "ready" : "NOT READY", ready ? Tone.GOOD : Tone.BAD),
                        Cell.of((status.yes("leading") ? "leads " : "follows, of ")
                                + plural(status.number("replicas"), "replica")))
                .gap()
                .table(fleets(status));
        if (status.all("fleets").isEmpty()) {
            sheet.line("Nothing is published yet.");
        }
        sheet.gap();
        return sheet.line(problems(status.at("problems")))
                .line(certificates(status.at("certificates")))
                .line(receipts(status.at("receipts").number("pending")))
                .line(propagation(status.at("propagation")));
    }

    private static Table fleets(Doc status) {
        Table table = new Table(
                "FLEET",
                "COURSE",
                "ROUTES",
                "SERVICES",
                "ENDPOINTS",
                "DATA PLANES",
                "CURRENT",
                "LAGGING",
                "READY",
                "DRAINING",
                "REFUSED",
                "CONNECTIONS",
                "REQ/S",
                "ERRORS",
                "VERSION");
        for (Doc fleet : status.all("fleets")) {
            Doc planes = fleet.at("dataPlanes");
            table.row(
                    Cell.head(fleet.text("fleet")),
                    course(fleet.text("course")),
                    Cell.of(fleet.number("routes")),
                    Cell.of(fleet.number("services")),
                    Cell.of(fleet.number("endpoints")),
                    Cell.of(planes.number("total")),
                    Cell.of(planes.number("current")),
                    Cell.wrong(planes.number("lagging")),
                    Cell.of(planes.number("ready")),
                    Cell.of(planes.number("draining")),
                    Cell.wrong(fleet.number("refused")),
                    Cell.of(fleet.number("connections")),
                    rate(fleet.real("requestRate")),
                    share(fleet.real("errorShare")),
                    Cell.faint(fleet.text("version")));
        }
        return table;
    }

    static Cell course(String course) {
        return new Cell(course, course.equals("follow") ? Tone.USUAL : Tone.DOUBTFUL);
    }

    static Cell rate(double perSecond) {
        return Cell.of(String.format(Locale.ROOT, "%.1f", perSecond));
    }

    static Cell share(double share) {
        return new Cell(
                String.format(Locale.ROOT, "%.2f %%", share * 100), share >= ALARMING_SHARE ? Tone.BAD : Tone.USUAL);
    }

    private static Cell problems(Doc numbers) {
        long errors = numbers.number("errors");
        String text = "problems      " + plural(errors, "error") + ", " + plural(numbers.number("warnings"), "warning")
                + ", " + numbers.number("infos") + " to know";
        return new Cell(text, errors > 0 ? Tone.BAD : Tone.USUAL);
    }

    private static Cell certificates(Doc numbers) {
        long expired = numbers.number("expired");
        long expiring = numbers.number("expiring");
        String next = numbers.text("nextExpiry");
        String text = "certificates  " + numbers.number("total") + ", " + expiring + " expiring, " + expired
                + " expired" + (next.isEmpty() ? "" : ", the next at " + next);
        return new Cell(text, expired > 0 ? Tone.BAD : expiring > 0 ? Tone.DOUBTFUL : Tone.USUAL);
    }

    private static Cell receipts(long pending) {
        return new Cell(
                "changes       " + (pending == 0 ? "all live" : pending + " not live everywhere"),
                pending == 0 ? Tone.USUAL : Tone.DOUBTFUL);
    }

    private static Cell propagation(Doc took) {
        String text = took.number("count") == 0
                ? "none yet"
                : "p50 " + took.number("p50Millis") + " ms, p99 " + took.number("p99Millis") + " ms, longest "
                        + took.number("maxMillis") + " ms, of " + plural(took.number("count"), "change");
        return Cell.of("propagation   " + text);
    }

    static String plural(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /** Ready, every data plane answers in time, and none refuses anything. */
    static boolean good(Doc status) {
        return status.yes("ready")
                && status.all("fleets").stream()
                        .allMatch(fleet -> fleet.number("refused") == 0
                                && fleet.at("dataPlanes").number("lagging") == 0
                                && fleet.at("dataPlanes").number("waiting") == 0
                                && fleet.at("dataPlanes").number("ready")
                                                + fleet.at("dataPlanes").number("draining")
                                        >= fleet.at("dataPlanes").number("total"));
    }
}
