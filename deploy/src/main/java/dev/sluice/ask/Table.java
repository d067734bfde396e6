package dev.sluice.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows below a head, in aligned columns; no space behind the last. */
final class Table {
    private static final String BETWEEN = "  ";
    /** A cell that is wider puts its own row out of line, and not all others into the distance. */
    private static final int WIDEST = 100;

    private final int columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(String... head) {
        columns = head.length;
        rows.add(Stream.of(head).map(Cell::head).toList());
    }

    Table row(Cell... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells: expected " + columns);
        }
        rows.add(List.of(cells));
        return this;
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    void into(StringBuilder text, Ink ink) {
        int[] widths = new int[columns];
        for (List<Cell> row : rows) {
            for (int i = 0; i < columns; i++) {
                int width = row.get(i).width();
                widths[i] = width > WIDEST ? widths[i] : Math.max(widths[i], width);
            }
        }
        for (List<Cell> row : rows) {
            line(text, row, widths, ink);
        }
    }

    private static void line(StringBuilder text, List<Cell> row, int[] widths, Ink ink) {
        int last = row.size() - 1;
        while (last > 0 && row.get(last).text().isEmpty()) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            Cell cell = row.get(i);
            text.append(ink.paint(cell));
            if (i < last) {
                text.append(" ".repeat(Math.max(0, widths[i] - cell.width()))).append(BETWEEN);
            }
        }
        text.append('\n');
    }
}
