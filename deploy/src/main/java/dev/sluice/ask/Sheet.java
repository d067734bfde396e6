package dev.sluice.ask;

import java.util.ArrayList;
import java.util.List;

/** What a person is shown: lines and tables, one below the other. */
final class Sheet {
    private static final Part GAP = new Line(List.of());

    private final List<Part> parts = new ArrayList<>();

    private sealed interface Part {}

    private record Line(List<Cell> cells) implements Part {}

    private record Grid(Table table) implements Part {}

    Sheet line(Cell... cells) {
        parts.add(new Line(List.of(cells)));
        return this;
    }

    Sheet line(String text) {
        return line(Cell.of(text));
    }

    /** Between two parts; nothing at the beginning, and one is enough. */
    Sheet gap() {
        if (!parts.isEmpty() && !parts.getLast().equals(GAP)) {
            parts.add(GAP);
        }
        return this;
    }

    /** Nothing if it has no rows. */
    Sheet table(Table table) {
        if (!table.isEmpty()) {
            parts.add(new Grid(table));
        }
        return this;
    }

    String text(Ink ink) {
        StringBuilder text = new StringBuilder();
        boolean openEnd = !parts.isEmpty() && parts.getLast().equals(GAP);
        for (Part part : parts.subList(0, openEnd ? parts.size() - 1 : parts.size())) {
            switch (part) {
                case Line(var cells) ->
                    text.append(String.join(" ", cells.stream().map(ink::paint).toList()))
                            .append('\n');
                case Grid(var table) -> table.into(text, ink);
            }
        }
        return text.toString();
    }
}
