package dev.sluice.rollout.decide;

import dev.sluice.key.FleetName;

/**
 * What a person or tool wants a fleet to be given.
 *
 * @param release the first 12 to 64 hex digits of a release's id, for a roll-back; else empty
 * @param who asks, as told; not empty
 * @param why may be empty
 */
public record Wish(FleetName fleet, Action action, String release, String who, String why) {
    /** What is to be done with the fleet. */
    public enum Action {
        /** Give what is given now, whatever changes. */
        FREEZE,
        /** Give the newest, and all that follows. */
        UNFREEZE,
        /** Give an earlier release, whatever changes. */
        ROLLBACK,
        /** Give what is given now, and what changes to one data plane first. */
        STAGE
    }
}
