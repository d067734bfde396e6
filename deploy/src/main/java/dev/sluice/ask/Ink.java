package dev.sluice.ask;

/** Whether what is shown is coloured, as it is for people at a terminal only. */
enum Ink {
    PLAIN,
    COLOURED;

    private static final String ESCAPE = "\u001b[";
    private static final String END = ESCAPE + "0m";

    String paint(Cell cell) {
        return this == PLAIN || cell.tone() == Tone.USUAL || cell.text().isEmpty()
                ? cell.text()
                : ESCAPE + cell.tone().code() + "m" + cell.text() + END;
    }
}
