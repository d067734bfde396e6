package dev.sluice.rollout;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;

/**
 * A release that a decision names. The decision also fixes what the release had consumed of the source, because replicas
 * arrive at the same release at different moments: their versions of it would otherwise seem older or newer than each
 * other's, for ever.
 *
 * @param release digest of the release's resources, without those that always flow
 * @param epoch within which {@code consumed} can be compared; in another epoch it says nothing
 * @param consumed by the watches that the release was translated from
 */
public record Chosen(Digest release, Epoch epoch, Freshness consumed) {
    /** What versions of this release have consumed besides what flows; nothing once the source is another or went back. */
    public Freshness consumedIn(Epoch current) {
        return epoch.equals(current) ? consumed : Freshness.NONE;
    }
}
