package dev.sluice.forward;

import dev.sluice.origin.Trust;

/**
 * How this data plane stands behind what is in front of it: of the proxy as a whole, not of a route.
 *
 * @param trust whose word is taken for who asks
 * @param health where load balancers ask
 * @param overload when new requests are refused
 */
public record Front(Trust trust, HealthPath health, Overload overload) {
    /** Nobody is in front. */
    public static final Front NONE = new Front(Trust.NOBODY, HealthPath.NONE, Overload.NEVER);
}
