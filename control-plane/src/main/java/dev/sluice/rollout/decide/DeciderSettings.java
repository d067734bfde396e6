package dev.sluice.rollout.decide;

import java.time.Duration;

/**
 * How decisions are made.
 *
 * @param timeout of one decision, with all that it reads and writes
 * @param refresh how often what is kept is read: somebody who shares nothing else may have written
 * @param retry after a read that failed
 * @param look how often a staged fleet is judged
 */
public record DeciderSettings(
        Duration timeout, Duration refresh, Duration retry, Duration look, StagingSettings staging) {}
