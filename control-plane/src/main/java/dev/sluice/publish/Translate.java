package dev.sluice.publish;

import dev.sluice.state.ClusterState;
import dev.sluice.translate.Translation;

/** Says what a state means; {@link dev.sluice.translate.Translator} with its settings. Pure. */
@FunctionalInterface
public interface Translate {
    /** The translation of {@code state}, built on the one that was published last. */
    Translation translate(ClusterState state, Translation previous);
}
