package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;

/** Which change of protocol a client asks for, and whether the backend made that one (RFC 9110 section 7.8). */
final class Upgrade {
    private static final String OPTION = "upgrade";

    private Upgrade() {}

    /**
     * What may be asked of the backend: the value of the one Upgrade field of an HTTP/1.1 request without a body whose
     * Connection names it; else empty, and the request is an ordinary one.
     *
     * <p>HTTP itself is not passed on: in a tunnel of {@code h2c} a client would send requests that nobody matches, limits
     * or logs; RFC 9113 section 3.1 has withdrawn it. A request with a body is not either: where it ends and the other
     * protocol begins would be for the backend to say a second time.
     */
    static String asked(RequestHead head) {
        Fields fields = head.fields();
        int field = fields.find(KnownField.UPGRADE);
        boolean alone = field >= 0 && fields.next(KnownField.UPGRADE, field) < 0;
        if (!alone || head.minorVersion() == 0 || head.framing() != Framing.NONE || !connectionNamesIt(fields)) {
            return "";
        }
        String value = fields.value(field);
        return passedOn(value) ? value : "";
    }

    /**
     * Whether there is nothing to answer but the other protocol: to an extended CONNECT any 2xx says that it is spoken from now
     * on (RFC 8441 section 5), also the one of a backend that has ignored the Upgrade field.
     */
    static boolean only(RequestHead head) {
        return head.majorVersion() == 2 && !head.upgrade().isEmpty();
    }

    private static boolean connectionNamesIt(Fields fields) {
        for (int i = fields.find(KnownField.CONNECTION); i >= 0; i = fields.next(KnownField.CONNECTION, i)) {
            if (lists(fields.value(i), OPTION)) {
                return true;
            }
        }
        return false;
    }

    private static boolean passedOn(String value) {
        for (int start = 0; start <= value.length(); ) {
            int end = memberEnd(value, start);
            String protocol = value.substring(start, end).strip();
            if (!token(protocol) || http(protocol)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean http(String protocol) {
        int slash = protocol.indexOf('/');
        String name = slash < 0 ? protocol : protocol.substring(0, slash);
        return name.equalsIgnoreCase("http") || name.equalsIgnoreCase("h2c") || name.equalsIgnoreCase("h2");
    }

    /** {@code protocol-name ["/" protocol-version]}: visible ASCII without what separates or quotes. */
    private static boolean token(String protocol) {
        for (int i = 0; i < protocol.length(); i++) {
            char c = protocol.charAt(i);
            if (c <= ' ' || c >= 0x7F || "\"(),:;<=>?@[\\]{}".indexOf(c) >= 0) {
                return false;
            }
        }
        return !protocol.isEmpty();
    }

    /** The protocol that a 101 says is spoken from now on; empty if it says none, or none that was asked for. */
    static String taken(String asked, ResponseHead response) {
        Fields fields = response.fields();
        int field = fields.find(KnownField.UPGRADE);
        if (asked.isEmpty() || field < 0 || response.minorVersion() == 0) {
            return "";
        }
        String value = fields.value(field);
        return fields.next(KnownField.UPGRADE, field) < 0 && lists(asked, value) ? value : "";
    }

    private static boolean lists(String list, String wanted) {
        for (int start = 0; start < list.length(); ) {
            int end = memberEnd(list, start);
            if (list.substring(start, end).strip().equalsIgnoreCase(wanted)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static int memberEnd(String list, int start) {
        int comma = list.indexOf(',', start);
        return comma < 0 ? list.length() : comma;
    }
}
