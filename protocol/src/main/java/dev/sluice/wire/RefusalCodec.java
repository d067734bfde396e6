package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownValue;

import dev.sluice.resource.Refusal;
import dev.sluice.wire.v1.RefusalCause;

/** Why requests cannot be forwarded. */
final class RefusalCodec {
    private RefusalCodec() {}

    static dev.sluice.wire.v1.Refusal toWire(Refusal refusal) {
        return dev.sluice.wire.v1.Refusal.newBuilder()
                .setStatus(refusal.status())
                .setCause(toWire(refusal.cause()))
                .build();
    }

    static Refusal fromWire(dev.sluice.wire.v1.Refusal wire, String field) {
        known(wire, field);
        Refusal.Cause cause = cause(wire, field + ".cause");
        return read(field + ".status", () -> new Refusal(wire.getStatus(), cause));
    }

    private static RefusalCause toWire(Refusal.Cause cause) {
        return switch (cause) {
            case NO_BACKEND -> RefusalCause.REFUSAL_CAUSE_NO_BACKEND;
            case SERVICE_NOT_FOUND -> RefusalCause.REFUSAL_CAUSE_SERVICE_NOT_FOUND;
            case PORT_NOT_FOUND -> RefusalCause.REFUSAL_CAUSE_PORT_NOT_FOUND;
            case SERVICE_REFUSED -> RefusalCause.REFUSAL_CAUSE_SERVICE_REFUSED;
            case UNKNOWN_BACKEND_KIND -> RefusalCause.REFUSAL_CAUSE_UNKNOWN_BACKEND_KIND;
            case INVALID_OBJECT -> RefusalCause.REFUSAL_CAUSE_INVALID_OBJECT;
            case CLIENT_AUTH_UNAVAILABLE -> RefusalCause.REFUSAL_CAUSE_CLIENT_AUTH_UNAVAILABLE;
            case BACKEND_TLS_UNAVAILABLE -> RefusalCause.REFUSAL_CAUSE_BACKEND_TLS_UNAVAILABLE;
            case UNSUPPORTED_PROTECTION -> RefusalCause.REFUSAL_CAUSE_UNSUPPORTED_PROTECTION;
        };
    }

    private static Refusal.Cause cause(dev.sluice.wire.v1.Refusal wire, String field) {
        return switch (wire.getCause()) {
            case REFUSAL_CAUSE_NO_BACKEND -> Refusal.Cause.NO_BACKEND;
            case REFUSAL_CAUSE_SERVICE_NOT_FOUND -> Refusal.Cause.SERVICE_NOT_FOUND;
            case REFUSAL_CAUSE_PORT_NOT_FOUND -> Refusal.Cause.PORT_NOT_FOUND;
            case REFUSAL_CAUSE_SERVICE_REFUSED -> Refusal.Cause.SERVICE_REFUSED;
            case REFUSAL_CAUSE_UNKNOWN_BACKEND_KIND -> Refusal.Cause.UNKNOWN_BACKEND_KIND;
            case REFUSAL_CAUSE_INVALID_OBJECT -> Refusal.Cause.INVALID_OBJECT;
            case REFUSAL_CAUSE_CLIENT_AUTH_UNAVAILABLE -> Refusal.Cause.CLIENT_AUTH_UNAVAILABLE;
            case REFUSAL_CAUSE_BACKEND_TLS_UNAVAILABLE -> Refusal.Cause.BACKEND_TLS_UNAVAILABLE;
            case REFUSAL_CAUSE_UNSUPPORTED_PROTECTION -> Refusal.Cause.UNSUPPORTED_PROTECTION;
            case REFUSAL_CAUSE_UNSPECIFIED, UNRECOGNIZED -> throw unknownValue(field, wire.getCauseValue());
        };
    }
}
