package dev.sluice.cluster.kubernetes;

import java.time.Duration;
import java.time.Instant;

/**
 * What a Lease says, as KEP-589 and client-go's leader election understand it. The times are for people: they are those of
 * the holder's clock, and no other reckons with them.
 *
 * @param holder empty if nobody holds it
 * @param ttl for which it may not be taken from the holder after a renewal
 * @param transitions how often the holder has changed
 */
record LeaseRecord(String holder, Duration ttl, Instant acquired, Instant renewed, int transitions) {
    boolean free() {
        return holder.isEmpty();
    }
}
