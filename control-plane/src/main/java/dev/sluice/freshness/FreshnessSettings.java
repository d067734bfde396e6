package dev.sluice.freshness;

import java.time.Duration;

/**
 * How closely it is watched whether this replica is up to date.
 *
 * @param confirmWithin how long a watch may have heard nothing before the replica no longer counts as confirmed
 * @param peerPatience for how long another replica may have more of a watch before it is compared with the source
 * @param peerSpacing between two such comparisons of one watch; doubles with each that was for nothing
 * @param proofLife how long a proof that the source has less is kept if nobody asks again
 * @param settle for how long all replicas must agree that the source went back
 * @param raiseSpacing between two raises of the epoch; doubles with each that follows soon
 */
public record FreshnessSettings(
        Duration confirmWithin,
        Duration peerPatience,
        Duration peerSpacing,
        Duration proofLife,
        Duration settle,
        Duration raiseSpacing) {}
