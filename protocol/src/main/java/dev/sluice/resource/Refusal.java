package dev.sluice.resource;

/** Why, and with which status, the control plane says that requests cannot be forwarded. */
public record Refusal(int status, Cause cause) {
    /** The reasons the control plane may give; the data plane adds its own for what happens at request time. */
    public enum Cause {
        /** The rule exists but names no backend, and there is no default backend. */
        NO_BACKEND,
        /** The Service does not exist. */
        SERVICE_NOT_FOUND,
        /** The Service has no such port. */
        PORT_NOT_FOUND,
        /** The Service cannot be a backend (an ExternalName that is refused, say). */
        SERVICE_REFUSED,
        /** The backend is of a kind that is not known. */
        UNKNOWN_BACKEND_KIND,
        /** The object is invalid and no valid form of it is remembered. */
        INVALID_OBJECT,
        /** Clients must prove themselves by certificates whose authorities cannot be had. */
        CLIENT_AUTH_UNAVAILABLE,
        /** What the backend is to be verified against, or what Sluice would prove itself with, cannot be had. */
        BACKEND_TLS_UNAVAILABLE,
        /** The object asks for protection (authentication, an address list, ...) that this version cannot give. */
        UNSUPPORTED_PROTECTION
    }

    public Refusal {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a refusal has a status of 400 to 599, not " + status);
        }
    }

    public static Refusal unavailable(Cause cause) {
        return new Refusal(503, cause);
    }

    public static Refusal forbidden(Cause cause) {
        return new Refusal(403, cause);
    }

    public static Refusal notFound(Cause cause) {
        return new Refusal(404, cause);
    }
}
