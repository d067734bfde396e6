package dev.sluice.ask;

/** A text and what it means; without characters that would steer the terminal. */
record Cell(String text, Tone tone) {
    Cell {
        text = Printable.of(text); // names in objects are anybody's
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

    /** In columns of a terminal: what joins the character before takes none, ideographs and pictures take two (UAX #11). */
    int width() {
        return text.codePoints().map(Cell::columns).sum();
    }

    private static int columns(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean hangul = c >= 0x1100 && c <= 0x115F;
        boolean eastAsian = c >= 0x2E80 && c <= 0xA4CF || c >= 0xAC00 && c <= 0xD7A3 || c >= 0xF900 && c <= 0xFAFF;
        boolean full = c >= 0xFE30 && c <= 0xFE6F || c >= 0xFF00 && c <= 0xFF60 || c >= 0xFFE0 && c <= 0xFFE6;
        boolean picture = c >= 0x1F300 && c <= 0x1FAFF || c >= 0x20000 && c <= 0x3FFFD;
        return hangul || eastAsian || full || picture ? 2 : 1;
    }
}
