package dev.sluice.ask;

/** Texts of anybody's as they may be shown at a terminal. */
public final class Printable {
    private Printable() {}

    /** The text, with {@code ?} for what would steer the terminal, or turn what stands beside it. */
    public static String of(String text) {
        return text.codePoints().noneMatch(Printable::steers)
                ? text
                : text.codePoints()
                        .map(c -> steers(c) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** Control and format characters, other ends of lines, and halves of characters. */
    static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
