package dev.sluice.controlplane;

import dev.sluice.publish.Backoff;
import dev.sluice.rollout.ReleaseHistory;

/**
 * How releases are remembered and decisions kept.
 *
 * @param history of each fleet
 * @param retry of what stands in the way of a decision
 */
public record RolloutSettings(ReleaseHistory.Bounds history, Backoff retry) {}
