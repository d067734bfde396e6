package dev.sluice.ask;

/** A text and what it means; without characters that would steer the terminal. */
record Cell(String text, Tone tone) {
    Cell {
        text = harmless(text);
    }

    static Cell of(String text) {
        return new Cell(text, Tone.USUAL);
    }

    static Cell of(long number) {
        return of(Long.toString(number));
    }

    static Cell head(String text) {
        return new Cell(text, Tone.HEAD);
    }

    static Cell faint(String text) {
        return new Cell(text, Tone.FAINT);
    }

    static Cell bad(String text) {
        return new Cell(text, Tone.BAD);
    }

    /** A number that should be 0. */
    static Cell wrong(long number) {
        return new Cell(Long.toString(number), number == 0 ? Tone.USUAL : Tone.BAD);
    }

    /** Names in objects are anybody's: an escape sequence in one must not reach a terminal. */
    private static String harmless(String text) {
        boolean clean = text.codePoints().noneMatch(Cell::steers);
        return clean
                ? text
                : text.codePoints()
                        .map(c -> steers(c) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean steers(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR;
    }
}
