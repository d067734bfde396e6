package dev.sluice.translate;

import dev.sluice.state.ClusterState;
import java.util.Optional;

/**
 * Kubernetes in, routes out. Pure and total: equal state, settings and memory give an equal translation, in the same
 * order, on every replica, and going on from a previous translation gives what starting anew would give.
 */
public final class Translator {
    private Translator() {}

    /**
     * Translates what has been touched since {@code previous}, and everything if there is none or the settings are others.
     * The cost is that of what was touched and of what refers to it, not of the whole.
     *
     * @param state whose {@link ClusterState#touched} tells what has changed since the state that {@code previous} is of
     * @param memory {@code previous}'s, perhaps merged with other replicas'
     * @param previous the last translation that was taken over, or {@link Translation#NONE}
     */
    public static Translation translate(Settings settings, ClusterState state, Memory memory, Translation previous) {
        Workings workings = (Workings) previous.memo();
        boolean anew = !workings.settings().equals(Optional.of(settings));
        return new Pass(settings, state, memory, previous, anew).run();
    }
}
