package dev.sluice.publish;

import dev.sluice.key.Digest;
import dev.sluice.key.FleetName;
import dev.sluice.rollout.Release;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where a release is looked for that a decision names and that this replica never translated. */
public interface ReleaseFinder {
    /**
     * Completes within a bounded time: with the release, with nothing if nobody keeps it, or exceptionally with what
     * stood in the way.
     */
    CompletionStage<Optional<Release>> find(FleetName fleet, Digest id);
}
