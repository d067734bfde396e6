package dev.sluice.rollout.decide;

import java.time.Duration;

/**
 * When a release that one data plane has been given first is given to all.
 *
 * @param soak how long it must have served it well
 * @param acknowledge how long it may take to apply it
 * @param absent how long it may be gone
 * @param leastErrorPercent a share of failed requests up to this is never too much
 * @param errorFactor nor one up to so many times what was usual: its own share before, or that of the others
 * @param leastRequests fewer say nothing
 */
public record StagingSettings(
        Duration soak,
        Duration acknowledge,
        Duration absent,
        int leastErrorPercent,
        int errorFactor,
        int leastRequests) {}
