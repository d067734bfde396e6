package dev.sluice.publish;

import dev.sluice.rollout.ReleaseHistory;
import java.time.Clock;

/**
 * What a {@link ReleaseOwner} is made with.
 *
 * @param history of each fleet
 * @param retry between two searches for a release
 */
public record ReleaseSettings(
        ReleaseHistory.Bounds history, ReleaseFinder finder, Backoff retry, Clock clock, Stages stages) {}
