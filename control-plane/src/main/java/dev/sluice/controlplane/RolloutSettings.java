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
 * @param directory in which decisions are kept where there is no Kubernetes; empty: in memory only
 * @param kubernetes where they are kept where there is; an empty namespace: that of the Pod
 */
public record RolloutSettings(
        ReleaseHistory.Bounds history,
        Backoff retry,
        Duration patience,
        DeciderSettings decider,
        Optional<Path> directory,
        ConfigMapSettings kubernetes) {}
