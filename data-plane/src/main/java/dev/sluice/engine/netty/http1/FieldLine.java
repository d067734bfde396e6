package dev.sluice.engine.netty.http1;

import dev.sluice.http.Fields;

/** One field line (RFC 9112 section 5) as strictly as can be: no bare LF, no folding, no space before the colon. */
final class FieldLine {
    private FieldLine() {}

    /** An empty line, which ends a section: only CR before the LF at {@code lf}. */
    static boolean empty(byte[] bytes, int start, int lf) {
        return lf == start + 1 && bytes[start] == '\r';
    }

    /**
     * Adds the line to the fields in whose array it stands.
     *
     * @param lf index of its LF
     * @return false if it is no field line
     */
    static boolean read(Fields fields, int start, int lf) {
        byte[] bytes = fields.bytes();
        int end = lf - 1;
        if (end < start || bytes[end] != '\r') {
            return false;
        }
        int colon = start;
        while (colon < end && Octets.token(bytes[colon])) {
            colon++;
        }
        if (colon == start || colon == end || bytes[colon] != ':') {
            return false;
        }
        return value(fields, start, colon, end);
    }

    private static boolean value(Fields fields, int name, int colon, int end) {
        byte[] bytes = fields.bytes();
        int from = colon + 1;
        while (from < end && Octets.blank(bytes[from])) {
            from++;
        }
        int to = end;
        while (to > from && Octets.blank(bytes[to - 1])) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (!Octets.text(bytes[i])) {
                return false;
            }
        }
        fields.line(name, colon, from, to, end + 2);
        return true;
    }
}
