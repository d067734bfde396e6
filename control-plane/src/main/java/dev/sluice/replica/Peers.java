package dev.sluice.replica;

import dev.sluice.rollout.Decision;
import dev.sluice.translate.Memory;

/**
 * What this replica shares with the others, and how it hears of what they share. Nothing here waits, and serving never
 * depends on it: a replica that is alone, or cut off, has its own values. All methods may be called from any thread.
 */
public interface Peers extends AutoCloseable {
    /** This replica. */
    ReplicaId self();

    /** Replaces what this replica says of itself. Often called: the latest is sent, at most so often as is configured. */
    void report(ReplicaReport report);

    /**
     * Replaces what this replica has in force for objects that are invalid now; merged with the others', of each object
     * the highest resource version. What no replica keeps any more is forgotten by all.
     *
     * @param kept by uid, only of objects that are invalid
     */
    void keep(Memory kept);

    /** Spreads a decision; one with a lower number than is known already is dropped. */
    void decide(Decision decision);

    /**
     * Whether this replica leads now, and has made sure of it so lately that no other can: to be asked before each write
     * that only a leader may do.
     */
    boolean leading();

    /** Tells at once what is known, then everything that changes. Calls come one at a time and must not wait. */
    void listen(Listener listener);

    /** Leaves the others in order, within a bounded time. */
    @Override
    void close();

    /** Hears what is shared. Each call replaces what the same one said before. */
    interface Listener {
        /** The reports of all that are reachable, with this replica's own. */
        default void replicas(Replicas now) {}

        /**
         * What all replicas keep for invalid objects.
         *
         * @param heard whether the others have been asked: before, a replica that starts does not know whether they
         *     remember anything, and should not publish
         */
        default void memory(Memory now, boolean heard) {}

        /** The decision in force, as far as it is known here. */
        default void decision(Decision now) {}

        /** This replica begins or ceases to lead. */
        default void leading(boolean now) {}
    }
}
