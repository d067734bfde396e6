package dev.sluice.controlplane;

import dev.sluice.publish.Backoff;
import dev.sluice.rollout.ReleaseHistory;
import dev.sluice.rollout.decide.DeciderSettings;
import dev.sluice.rollout.kubernetes.ConfigMapSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How releases are remembered, and decisions made and kept.
 *
 * @param history of each fleet
 * @param retry of a search for a release
 * @param patience with the first publication, until it is known what had been decided before
 * @param directory in which decisions are kept; empty: in ConfigMaps, or in memory only
 * @param kubernetes where they are kept otherwise; nowhere if the namespace is empty
 */
public record RolloutSettings(
        ReleaseHistory.Bounds history,
        Backoff retry,
        Duration patience,
        DeciderSettings decider,
        Optional<Path> directory,
        ConfigMapSettings kubernetes) {
    /** Where the ConfigMaps are to be; empty if decisions are kept elsewhere. */
    public Optional<ConfigMapSettings> configMaps() {
        return Optional.of(kubernetes)
                .filter(where -> directory.isEmpty() && !where.namespace().isEmpty());
    }
}
