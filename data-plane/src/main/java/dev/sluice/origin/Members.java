package dev.sluice.origin;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;

/**
 * The members of a list field over all its lines, the last one first (RFC 9110 section 5.6.1); empty ones are passed over.
 * Reused; allocates nothing.
 */
final class Members {
    private KnownField name = KnownField.OTHER;
    private Fields fields = new Fields(0, 0);
    private int line;
    /** Where the part of the line that is left ends; -1 if nothing of it is. */
    private int left = -1;

    private int start;
    private int end;

    void begin(Fields of, KnownField named) {
        fields = of;
        name = named;
        line = of.size();
        left = -1;
    }

    /** Moves to the next member; false if there is none. */
    boolean next() {
        while (left >= 0 || nextLine()) {
            int to = left;
            int from = to;
            int first = fields.valueStart(line);
            while (from > first && fields.bytes()[from - 1] != ',') {
                from--;
            }
            left = from > first ? from - 1 : -1;
            if (trim(from, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean nextLine() {
        while (--line >= 0) {
            if (fields.present(line) && fields.field(line) == name) {
                left = fields.valueEnd(line);
                return true;
            }
        }
        line = 0;
        return false;
    }

    private boolean trim(int from, int to) {
        byte[] bytes = fields.bytes();
        start = from;
        end = to;
        while (start < end && blank(bytes[start])) {
            start++;
        }
        while (end > start && blank(bytes[end - 1])) {
            end--;
        }
        return end > start;
    }

    /** Back to a member it has been at. */
    void stay(int from, int to) {
        start = from;
        end = to;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    private static boolean blank(byte c) {
        return c == ' ' || c == '\t';
    }
}
