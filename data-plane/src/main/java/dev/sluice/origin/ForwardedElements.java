package dev.sluice.origin;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;

/**
 * The elements of Forwarded (RFC 7239 section 4) over all its lines, found from the first to the last, because a quoted text
 * may hold a comma. Reused; allocates nothing.
 */
final class ForwardedElements {
    /** More proxies than any request has passed. */
    static final int MOST = 64;

    private final int[] starts = new int[MOST];
    private final int[] ends = new int[MOST];
    private byte[] bytes = {};
    private int count;
    private int valueStart;
    private int valueEnd;

    /** @return how many there are; 0 if there are too many, or a quoted text has no end: then nothing can be believed */
    int read(Fields fields) {
        bytes = fields.bytes();
        count = 0;
        for (int i = fields.find(KnownField.FORWARDED); i >= 0; i = fields.next(KnownField.FORWARDED, i)) {
            if (!line(fields.valueStart(i), fields.valueEnd(i))) {
                return 0;
            }
        }
        return count;
    }

    private boolean line(int from, int to) {
        int start = from;
        while (start <= to) {
            int end = stop(start, to, (byte) ',');
            if (end < 0 || count == MOST) {
                return false;
            }
            starts[count] = start;
            ends[count++] = end;
            start = end + 1;
        }
        return true;
    }

    /** Where {@code separator} stands first outside of quotes, or {@code to}; -1 if a quoted text has no end. */
    private int stop(int from, int to, byte separator) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            if (quoted && bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '"') {
                quoted = !quoted;
            } else if (!quoted && bytes[i] == separator) {
                return i;
            }
        }
        return quoted ? -1 : to;
    }

    /**
     * Finds a parameter of an element; names are written in any case. A value with an escaped character is none: neither
     * addresses nor schemes nor hosts have one.
     */
    boolean find(int element, String name) {
        int start = starts[element];
        while (start <= ends[element]) {
            int end = stop(start, ends[element], (byte) ';');
            int from = skip(start, end);
            if (end - from > name.length() && named(from, name) && bytes[from + name.length()] == '=') {
                return value(from + name.length() + 1, end);
            }
            start = end + 1;
        }
        return false;
    }

    private boolean value(int from, int to) {
        int end = to;
        while (end > from && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
            end--;
        }
        boolean quoted = end - from >= 2 && bytes[from] == '"' && bytes[end - 1] == '"';
        valueStart = quoted ? from + 1 : from;
        valueEnd = quoted ? end - 1 : end;
        for (int i = valueStart; i < valueEnd; i++) {
            if (bytes[i] == '\\' || bytes[i] == '"') {
                return false;
            }
        }
        return valueEnd > valueStart;
    }

    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        return valueEnd;
    }

    private int skip(int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private boolean named(int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            int c = bytes[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
