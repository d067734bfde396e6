package dev.sluice.origin;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;

/**
 * The elements of Forwarded (RFC 7239 section 4) over all its lines, the last one first, and read from their ends: where an element
 * begins is for what stands to its right to say, which proxies have written, and not for a quote that a client has left open to
 * its left. Empty ones are passed over. Reused; allocates nothing.
 */
final class ForwardedElements {
    /** More proxies than any request has passed. */
    static final int MOST = 64;

    private Fields fields = new Fields(0, 0);
    private byte[] bytes = {};
    private int line;
    /** Where the part of the line that is left ends; -1 if nothing of it is. */
    private int left = -1;

    private int seen;
    private int start;
    private int end;
    private int valueStart;
    private int valueEnd;

    void begin(Fields of) {
        fields = of;
        bytes = of.bytes();
        line = of.size();
        left = -1;
        seen = 0;
    }

    /** Moves to the next element to the left; false if there is none, or none within {@link #MOST}. */
    boolean next() {
        while (seen < MOST && (left >= 0 || nextLine())) {
            int first = fields.valueStart(line);
            end = left;
            start = begins(first, end);
            left = start > first ? start - 1 : -1;
            seen++;
            if (skip(start, end) < end) {
                return true;
            }
        }
        return false;
    }

    private boolean nextLine() {
        while (--line >= 0) {
            if (fields.present(line) && fields.field(line) == KnownField.FORWARDED) {
                left = fields.valueEnd(line);
                return true;
            }
        }
        line = 0;
        return false;
    }

    /** Behind the last comma that stands outside of quotes, or {@code first}. */
    private int begins(int first, int to) {
        boolean quoted = false;
        for (int i = to - 1; i >= first; i--) {
            if (bytes[i] == '"' && !escaped(first, i)) {
                quoted = !quoted;
            } else if (!quoted && bytes[i] == ',') {
                return i + 1;
            }
        }
        return first;
    }

    private boolean escaped(int first, int at) {
        int before = at;
        while (before > first && bytes[before - 1] == '\\') {
            before--;
        }
        return (at - before) % 2 == 1;
    }

    /** Where the next semicolon stands outside of quotes, or {@code to}; -1 if a quoted text has no end. */
    private int stop(int from, int to) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            if (quoted && bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '"') {
                quoted = !quoted;
            } else if (!quoted && bytes[i] == ';') {
                return i;
            }
        }
        return quoted ? -1 : to;
    }

    /**
     * Finds a parameter of the element; names are written in any case. A value with an escaped character is none: neither
     * addresses nor schemes nor hosts have one.
     */
    boolean find(String name) {
        for (int at = start; at <= end; ) {
            int to = stop(at, end);
            if (to < 0) {
                return false;
            }
            int from = skip(at, to);
            if (to - from > name.length() && named(from, name) && bytes[from + name.length()] == '=') {
                return value(from + name.length() + 1, to);
            }
            at = to + 1;
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
