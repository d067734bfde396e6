package dev.sluice.settings;

/** A setting that stops the start. The message is one line: key, value, where the value stands, what was expected. */
public final class InvalidSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidSetting(String message) {
        super(message);
    }

    /** @param origin a file and line, an environment variable or a flag */
    static InvalidSetting of(String key, Object value, String origin, String expected) {
        return new InvalidSetting(oneLine(key + " = " + value + " (" + origin + "): expected " + expected));
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
