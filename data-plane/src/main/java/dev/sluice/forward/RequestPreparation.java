package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.origin.Origin;
import dev.sluice.origin.Trust;
import org.jspecify.annotations.Nullable;

/**
 * Makes the head that came from the client, without what {@link HopByHop} takes out of it, into the one that goes to a
 * backend: says who asked, for what and with which id, in the fields that ingress-nginx writes; all else stays byte for byte and
 * in its order.
 * One instance a client connection.
 */
final class RequestPreparation {
    private final Origin origin;

    /** @param origin has read the head by the time it is prepared */
    RequestPreparation(Origin origin) {
        this.origin = origin;
    }

    /** @return why the request cannot be forwarded after all, or null */
    @Nullable
    Reason prepare(RequestHead head) {
        Fields fields = head.fields();
        String chain = origin.believed() && origin.trust().fullChain() ? chain(fields) : origin.client();
        int last = fields.size();
        for (int i = 0; i < last; i++) {
            if (!fields.present(i)) {
                continue;
            }
            KnownField field = fields.field(i);
            if (field == KnownField.EXPECT && head.minorVersion() > 0 && !fields.valueIs(i, "100-continue")) {
                return Reason.EXPECTATION_FAILED;
            }
            if (replaced(field)) {
                fields.remove(i);
                keepOriginal(fields, i, field);
            }
        }
        forwarded(fields, chain);
        return null;
    }

    /**
     * What is not passed on as it came: it is written anew, Expect is the engine's, Proxy is httpoxy's, and what only looks like a
     * field that counts here must not count elsewhere (nginx drops every name with an underscore).
     */
    private static boolean replaced(KnownField field) {
        return switch (field) {
            case LOOKALIKE,
                    EXPECT,
                    PROXY,
                    FORWARDED,
                    X_FORWARDED_FOR,
                    X_FORWARDED_HOST,
                    X_FORWARDED_PROTO,
                    X_FORWARDED_PORT,
                    X_FORWARDED_SCHEME,
                    X_SCHEME,
                    X_ORIGINAL_FORWARDED_FOR,
                    X_ORIGINAL_FORWARDED_HOST,
                    X_REAL_IP -> true;
            default -> false;
        };
    }

    /** Says under another name what came, for people; nobody may believe it. */
    private static void keepOriginal(Fields fields, int removed, KnownField field) {
        if (field == KnownField.X_FORWARDED_FOR) {
            copy(fields, KnownField.X_ORIGINAL_FORWARDED_FOR, removed);
        } else if (field == KnownField.X_FORWARDED_HOST) {
            copy(fields, KnownField.X_ORIGINAL_FORWARDED_HOST, removed);
        }
    }

    private static void copy(Fields fields, KnownField as, int index) {
        // The span is read before the array grows: add() copies from the array it is given.
        fields.add(as, fields.bytes(), fields.valueStart(index), fields.valueEnd(index));
    }

    private void forwarded(Fields fields, String chain) {
        int host = fields.find(KnownField.HOST);
        String believedHost = origin.host();
        if (host < 0) {
            // RFC 9112 section 3.2: a target without authority has an empty Host (HTTP/1.0 clients may send none).
            fields.add(KnownField.HOST, "");
        }
        if (believedHost != null) {
            fields.add(KnownField.X_FORWARDED_HOST, believedHost);
        } else if (host >= 0) {
            copy(fields, KnownField.X_FORWARDED_HOST, host);
        }
        fields.add(KnownField.X_FORWARDED_FOR, chain);
        fields.add(KnownField.X_REAL_IP, origin.client());
        fields.add(KnownField.X_FORWARDED_PROTO, origin.scheme());
        fields.add(KnownField.X_FORWARDED_PORT, origin.port());
        fields.add(KnownField.X_FORWARDED_SCHEME, origin.scheme());
        fields.add(KnownField.X_SCHEME, origin.scheme());
        if (origin.trust().header() == Trust.Header.FORWARDED) {
            fields.add(KnownField.FORWARDED, element());
        }
    }

    /** RFC 7239 section 4, of the client alone. */
    private String element() {
        String client = origin.client();
        String node = client.indexOf(':') < 0 ? client : "\"[" + client + "]\"";
        return "for=" + node + ";proto=" + origin.scheme();
    }

    /** Every X-Forwarded-For that came, and who sent it. */
    private String chain(Fields fields) {
        StringBuilder chain = new StringBuilder();
        for (int i = fields.find(KnownField.X_FORWARDED_FOR); i >= 0; i = fields.next(KnownField.X_FORWARDED_FOR, i)) {
            chain.append(fields.value(i)).append(", ");
        }
        return chain.append(origin.peerAddress()).toString();
    }
}
