package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Makes the head that came from the client into the one that goes to a backend: strips what is the connection's, says who
 * asked, for what and with which id; all else stays byte for byte and in its order. One instance a client connection.
 */
final class RequestPreparation {
    private final ClientConnection connection;
    private final String port;

    RequestPreparation(ClientConnection connection) {
        this.connection = connection;
        this.port = Integer.toString(connection.logicalPort());
    }

    /** @return why the request cannot be forwarded after all, or null */
    @Nullable
    Reason prepare(RequestHead head) {
        Fields fields = head.fields();
        if (fields.find(KnownField.UPGRADE) >= 0) {
            head.upgrade(Upgrade.asked(head));
        }
        if (!HopByHop.strip(fields)) {
            return Reason.BAD_REQUEST;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.present(i)) {
                continue;
            }
            KnownField field = fields.field(i);
            if (field == KnownField.EXPECT && head.minorVersion() > 0 && !fields.valueIs(i, "100-continue")) {
                return Reason.EXPECTATION_FAILED;
            }
            if (replaced(field)) {
                fields.remove(i);
            }
        }
        forwarded(fields);
        return null;
    }

    /** What is not passed on: nobody in front of Sluice is trusted, Expect is the engine's, Proxy is httpoxy's. */
    private static boolean replaced(KnownField field) {
        return switch (field) {
            case EXPECT, PROXY, X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PROTO, X_FORWARDED_PORT, X_REAL_IP ->
                true;
            default -> false;
        };
    }

    private void forwarded(Fields fields) {
        int host = fields.find(KnownField.HOST);
        if (host < 0) {
            // RFC 9112 section 3.2: a target without authority has an empty Host (HTTP/1.0 clients may send none).
            fields.add(KnownField.HOST, "");
        } else {
            // The span is read before the array grows: add() copies from the array it is given.
            fields.add(KnownField.X_FORWARDED_HOST, fields.bytes(), fields.valueStart(host), fields.valueEnd(host));
        }
        fields.add(KnownField.X_FORWARDED_FOR, connection.clientAddress());
        fields.add(KnownField.X_REAL_IP, connection.clientAddress());
        fields.add(KnownField.X_FORWARDED_PROTO, connection.scheme());
        fields.add(KnownField.X_FORWARDED_PORT, port);
    }
}
