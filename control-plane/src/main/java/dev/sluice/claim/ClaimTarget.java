package dev.sluice.claim;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Where claims are kept. Every call waits for the answer, for a bounded time. */
public interface ClaimTarget {
    /** All claims there are, of whomever; at most a few hundred. */
    List<Seen> list() throws IOException;

    /**
     * Writes a claim, so that everybody sees that its control plane is there.
     *
     * @param holder the replica that writes
     */
    void renew(ClaimId id, Claim claim, String holder, Duration ttl) throws IOException;
}
