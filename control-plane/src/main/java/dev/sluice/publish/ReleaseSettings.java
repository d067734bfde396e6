package dev.sluice.publish;

import dev.sluice.rollout.ReleaseHistory;
import java.time.Clock;
import java.time.Duration;

/**
 * What a {@link ReleaseOwner} is made with.
 *
 * @param history of each fleet
 * @param patience with the first publication, until it is known what had been decided before
 * @param retry between two searches for a release
 */
public record ReleaseSettings(
        ReleaseHistory.Bounds history,
        ReleaseFinder finder,
        Duration patience,
        Backoff retry,
        Clock clock,
        Stages stages) {}
