package dev.sluice.ask;

import java.util.List;
import java.util.stream.Collectors;

/** Lists of the API, a row for each entry. */
final class TableSheets {
    private TableSheets() {}

    static Sheet routes(Doc page) {
        Table table = new Table("FLEET", "HOST", "PATH", "TYPE", "OBJECT", "GOES TO");
        for (Doc route : page.all("items")) {
            table.row(
                    Cell.faint(route.text("fleet")),
                    Cell.of(route.text("host").isEmpty() ? "*" : route.text("host")),
                    Cell.of(route.text("path")),
                    Cell.faint(route.text("pathType")),
                    Cell.of(route.text("source")),
                    goesTo(route));
        }
        return listed(page, table, "No route fits.");
    }

    private static Cell goesTo(Doc route) {
        if (route.has("refused")) {
            return Cell.bad(refusal(route.at("refused")));
        }
        List<Doc> backends = route.all("backends");
        boolean partly = backends.stream().anyMatch(backend -> backend.has("refused"));
        String text = backends.stream()
                .map(backend -> (backends.size() > 1 ? backend.number("weight") + "x " : "") + target(backend))
                .collect(Collectors.joining(", "));
        return new Cell(text, partly ? Tone.BAD : Tone.USUAL);
    }

    private static String target(Doc backend) {
        return backend.has("refused") ? refusal(backend.at("refused")) : backend.text("upstream");
    }

    private static String refusal(Doc refusal) {
        return refusal.number("status") + " " + refusal.text("reason");
    }

    static Sheet problems(Doc page) {
        Table table = new Table("SEVERITY", "OBJECT", "REASON", "FIELD", "MESSAGE");
        for (Doc problem : page.all("items")) {
            String severity = problem.text("severity");
            table.row(
                    new Cell(severity, tone(severity)),
                    Cell.of(problem.text("object")),
                    Cell.of(problem.text("reason")),
                    Cell.faint(problem.text("field")),
                    Cell.of(problem.text("message")));
        }
        return listed(page, table, "No problems.");
    }

    private static Tone tone(String severity) {
        return switch (severity) {
            case "error" -> Tone.BAD;
            case "warning" -> Tone.DOUBTFUL;
            default -> Tone.USUAL;
        };
    }

    /** No problem that keeps requests from being served as asked. */
    static boolean harmless(Doc page) {
        return page.all("items").stream()
                .noneMatch(problem -> problem.text("severity").equals("error"));
    }

    static Sheet dataPlanes(Doc page) {
        Table table = new Table(
                "NODE",
                "FLEET",
                "ZONE",
                "DELIVERY",
                "LAG MS",
                "READY",
                "DRAINING",
                "CONNECTIONS",
                "REQ/S",
                "ERRORS",
                "REFUSED",
                "REPLICA",
                "SOFTWARE",
                "SERVING");
        for (Doc plane : page.all("items")) {
            String delivery = plane.text("delivery");
            Doc health = plane.at("health");
            table.row(
                    Cell.head(plane.text("node")),
                    Cell.of(plane.text("fleet")),
                    Cell.of(plane.text("zone")),
                    new Cell(delivery, delivery.equals("lagging") ? Tone.BAD : Tone.USUAL),
                    Cell.of(plane.number("lagMillis")),
                    plane.has("ready") ? yes(plane.yes("ready")) : Cell.faint("unknown"),
                    Cell.of(health.yes("draining") ? "yes" : "no"),
                    Cell.of(health.number("connections")),
                    StatusSheet.rate(health.real("requestRate")),
                    StatusSheet.share(health.real("errorShare")),
                    Cell.wrong(plane.all("refused").size()),
                    Cell.of(plane.text("replica")),
                    Cell.faint(plane.text("software")),
                    Cell.faint(plane.text("serving")));
        }
        return listed(page, table, "No data plane fits.");
    }

    private static Cell yes(boolean yes) {
        return new Cell(yes ? "yes" : "no", yes ? Tone.GOOD : Tone.BAD);
    }

    /** Every data plane answers in time and can serve. */
    static boolean serving(Doc page) {
        return any(page)
                && page.all("items").stream()
                        .allMatch(plane -> plane.yes("ready")
                                && !plane.text("delivery").equals("lagging")
                                && !plane.text("delivery").equals("waiting")
                                && plane.all("refused").isEmpty());
    }

    static boolean any(Doc page) {
        return !page.all("items").isEmpty();
    }

    static Sheet listed(Doc page, Table table, String none) {
        return any(page) ? new Sheet().table(table) : new Sheet().line(none);
    }
}
