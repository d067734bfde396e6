package dev.sluice.ask;

/** {@code Receipt}: whether a change is live, since when, and who does not serve it. */
final class ReceiptSheet {
    private ReceiptSheet() {}

    static Sheet of(Doc receipt) {
        Sheet sheet = new Sheet().line(Cell.head(receipt.text("object")), verdict(receipt));
        if (!receipt.text("resourceVersion").isEmpty()) {
            sheet.line("resourceVersion " + receipt.text("resourceVersion")
                    + (receipt.has("generation") ? ", generation " + receipt.number("generation") : ""));
        }
        if (receipt.has("translatedAt")) {
            sheet.line("translated      " + receipt.text("translatedAt"));
        }
        if (receipt.has("liveSince")) {
            sheet.line("live since      " + receipt.text("liveSince")
                    + (receipt.has("tookMillis") ? ", took " + receipt.number("tookMillis") + " ms" : ""));
        }
        if (!receipt.text("note").isEmpty()) {
            sheet.line(Cell.faint(receipt.text("note")));
        }
        return sheet.gap().table(nodes(receipt));
    }

    private static Table nodes(Doc receipt) {
        Table table = new Table("FLEET", "LIVE", "DATA PLANE", "SINCE", "WHY NOT");
        for (Doc fleet : receipt.all("fleets")) {
            Cell name = Cell.of(fleet.text("fleet"));
            Cell share = share(fleet);
            int rows = 0;
            for (Doc serving : fleet.all("serving")) {
                table.row(name, share, Cell.of(serving.text("node")), Cell.of(serving.text("since")), Cell.of(""));
                rows++;
            }
            for (Doc missing : fleet.all("missing")) {
                table.row(name, share, Cell.bad(missing.text("node")), Cell.of(""), Cell.bad(missing.text("reason")));
                rows++;
            }
            if (rows == 0) {
                table.row(name, share, Cell.of(""), Cell.of(""), Cell.of(""));
            }
        }
        return table;
    }

    private static Cell share(Doc fleet) {
        boolean all = fleet.number("live") == fleet.number("of") && fleet.number("of") > 0;
        return new Cell(fleet.number("live") + "/" + fleet.number("of"), all ? Tone.GOOD : Tone.DOUBTFUL);
    }

    private static Cell verdict(Doc receipt) {
        return new Cell(receipt.text("verdict"), good(receipt) ? Tone.GOOD : Tone.DOUBTFUL);
    }

    /** Live; or gone, if that was asked. */
    static boolean good(Doc receipt) {
        return receipt.yes("live") || receipt.text("verdict").equals("removed");
    }

    /** Those that are not live. */
    static Sheet list(Doc page) {
        Table table = new Table("OBJECT", "VERDICT", "RESOURCEVERSION", "TRANSLATED", "LIVE", "WAITS FOR");
        for (Doc receipt : page.all("items")) {
            long live = receipt.all("fleets").stream()
                    .mapToLong(fleet -> fleet.number("live"))
                    .sum();
            long of = receipt.all("fleets").stream()
                    .mapToLong(fleet -> fleet.number("of"))
                    .sum();
            table.row(
                    Cell.of(receipt.text("object")),
                    verdict(receipt),
                    Cell.of(receipt.text("resourceVersion")),
                    Cell.of(receipt.text("translatedAt")),
                    Cell.of(live + "/" + of),
                    Cell.bad(first(receipt)));
        }
        return TableSheets.listed(page, table, "Every change is live everywhere.");
    }

    private static String first(Doc receipt) {
        return receipt.all("fleets").stream()
                .flatMap(fleet -> fleet.all("missing").stream())
                .findFirst()
                .map(missing -> missing.text("node") + ": " + missing.text("reason"))
                .orElse("");
    }
}
