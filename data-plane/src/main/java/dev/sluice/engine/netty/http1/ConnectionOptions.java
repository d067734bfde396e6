package dev.sluice.engine.netty.http1;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;

/** What the Connection field of a message says about its connection (RFC 9112 section 9.3). */
public final class ConnectionOptions {
    private ConnectionOptions() {}

    /** True if the sender wants the connection to stay open behind this message. */
    public static boolean keepAlive(Fields fields, int minorVersion) {
        boolean keep = minorVersion > 0;
        for (int i = fields.find(KnownField.CONNECTION); i >= 0; i = fields.next(KnownField.CONNECTION, i)) {
            if (lists(fields, i, "close")) {
                return false;
            }
            keep |= lists(fields, i, "keep-alive");
        }
        return keep;
    }

    private static boolean lists(Fields fields, int index, String option) {
        byte[] bytes = fields.bytes();
        int end = fields.valueEnd(index);
        for (int start = fields.valueStart(index); start < end; start++) {
            int comma = start;
            while (comma < end && bytes[comma] != ',') {
                comma++;
            }
            if (is(bytes, start, comma, option)) {
                return true;
            }
            start = comma;
        }
        return false;
    }

    private static boolean is(byte[] bytes, int start, int end, String option) {
        int from = start;
        int to = end;
        while (from < to && Octets.blank(bytes[from])) {
            from++;
        }
        while (to > from && Octets.blank(bytes[to - 1])) {
            to--;
        }
        if (to - from != option.length()) {
            return false;
        }
        for (int i = 0; i < option.length(); i++) {
            if ((bytes[from + i] | 0x20) != option.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
