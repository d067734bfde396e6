package dev.sluice.publish;

import dev.sluice.state.ClusterState;
import dev.sluice.translate.Translation;
import java.time.Duration;

/**
 * A translation that is to be published.
 *
 * @param state of what it is the translation
 * @param took how long it took
 */
public record Translated(ClusterState state, Translation translation, Duration took) {}
