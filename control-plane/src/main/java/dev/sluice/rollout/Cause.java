package dev.sluice.rollout;

import java.time.Instant;

/**
 * Who decided, when and why.
 *
 * @param who a person or tool as it named itself; {@link #SLUICE} for what nobody asked for
 * @param why one sentence; may be empty
 */
public record Cause(String who, Instant at, String why) {
    /** The control plane by itself. */
    public static final String SLUICE = "sluice";

    /** Of nothing. */
    public static final Cause NONE = new Cause("", Instant.EPOCH, "");

    /** Whether the control plane decided by itself. */
    public boolean automatic() {
        return who.equals(SLUICE);
    }
}
