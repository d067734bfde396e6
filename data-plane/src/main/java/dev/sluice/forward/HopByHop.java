package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.RequestHead;

/** Takes out of a head what belongs to one connection only (RFC 9110 section 7.6.1). */
final class HopByHop {
    /** More names than any sender has reason to list in Connection; each costs a look at all fields. */
    private static final int MOST_NAMES = 64;

    private HopByHop() {}

    /**
     * Takes out of a request what is of the client's connection, and notes which other protocol is asked for on it. Before any
     * policy is asked: what a client names in Connection may be its own only, never what is added here.
     *
     * @return false if Connection names more fields than is sane
     */
    static boolean separate(RequestHead head) {
        if (head.fields().find(KnownField.UPGRADE) >= 0) {
            head.upgrade(Upgrade.asked(head));
        }
        return strip(head.fields());
    }

    /**
     * Strips the fields of the connection and those that Connection names, but for Host and Content-Length, without which
     * the message would be another one, and X-Request-ID, which has been set by then.
     *
     * @return false if Connection names more fields than is sane
     */
    static boolean strip(Fields fields) {
        int names = 0;
        for (int i = fields.find(KnownField.CONNECTION); i >= 0; i = fields.next(KnownField.CONNECTION, i)) {
            names += stripNamed(fields, i, MOST_NAMES - names);
            if (names > MOST_NAMES) {
                return false;
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            if (fields.present(i) && ofConnection(fields.field(i))) {
                fields.remove(i);
            }
        }
        return true;
    }

    /** Trailers keep only what is unknown here: known fields frame, route or vouch (RFC 9110 section 6.5.1). */
    static void stripTrailers(Fields trailers) {
        for (int i = 0; i < trailers.size(); i++) {
            if (trailers.present(i) && trailers.field(i) != KnownField.OTHER) {
                trailers.remove(i);
            }
        }
    }

    private static boolean ofConnection(KnownField field) {
        return switch (field) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, TRANSFER_ENCODING, UPGRADE, HTTP2_SETTINGS -> true;
            default -> false;
        };
    }

    private static int stripNamed(Fields fields, int connection, int atMost) {
        int end = fields.valueEnd(connection);
        int names = 0;
        for (int start = fields.valueStart(connection); start < end && names <= atMost; ) {
            int comma = start;
            while (comma < end && fields.bytes()[comma] != ',') {
                comma++;
            }
            stripName(fields, start, comma);
            names++;
            start = comma + 1;
        }
        return names;
    }

    private static void stripName(Fields fields, int start, int end) {
        byte[] bytes = fields.bytes();
        int from = start;
        int to = end;
        while (from < to && blank(bytes[from])) {
            from++;
        }
        while (to > from && blank(bytes[to - 1])) {
            to--;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (fields.present(i) && named(fields, i, from, to) && !kept(fields.field(i))) {
                fields.remove(i);
            }
        }
    }

    private static boolean kept(KnownField field) {
        return switch (field) {
            case HOST, CONTENT_LENGTH, X_REQUEST_ID -> true;
            // It goes in the end; until then its further names are read.
            case CONNECTION -> true;
            default -> false;
        };
    }

    private static boolean named(Fields fields, int index, int from, int to) {
        int at = fields.nameStart(index);
        if (fields.nameEnd(index) - at != to - from) {
            return false;
        }
        byte[] bytes = fields.bytes();
        for (int i = from; i < to; i++, at++) {
            if (lower(bytes[i]) != lower(bytes[at])) {
                return false;
            }
        }
        return true;
    }

    private static boolean blank(int c) {
        return c == ' ' || c == '\t';
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
}
