package dev.sluice.publish;

import dev.sluice.state.ClusterState;
import dev.sluice.translate.Memory;
import dev.sluice.translate.Translation;

/** Says what a state means; {@link dev.sluice.translate.Translator} with its settings. Pure. */
@FunctionalInterface
public interface Translate {
    /**
     * The translation of {@code state}, built on the one that was published last.
     *
     * @param shared what the replicas keep for objects that are invalid
     */
    Translation translate(ClusterState state, Memory shared, Translation previous);
}
