package dev.sluice.state;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import java.util.List;

/** One thing that a watch has seen. Events of one watch arrive in order; the first sync of a watch ends its first list. */
public sealed interface ObjectEvent {
    WatchKey watch();

    /** The {@code consumed} of what belongs to a list: it counts when {@link Synced} tells that the list is complete. */
    long OF_A_LIST = -1;

    /** An object is there, new or changed. */
    record Applied(WatchKey watch, ObservedObject object, long consumed) implements ObjectEvent {}

    /** An object is gone. */
    record Deleted(WatchKey watch, ObjectKey key, long consumed) implements ObjectEvent {}

    /**
     * A list is complete: first of all, or again after the watch was lost; everything not listed has been reported as
     * {@link Deleted} before. For a watch of a single object, that object is there if and only if it was applied.
     */
    record Synced(WatchKey watch, long consumed) implements ObjectEvent {}

    /** Nothing changed up to this number (a bookmark). */
    record Progressed(WatchKey watch, long consumed) implements ObjectEvent {}

    /**
     * The source has lower numbers than this watch had consumed: it went back (an etcd restored from a backup). The list
     * that showed it follows.
     *
     * @param from what had been consumed
     * @param consumed from which the watch counts on
     */
    record WentBack(WatchKey watch, long from, long consumed) implements ObjectEvent {}

    /** The kind is absent (404) or forbidden (403): it counts as synced and empty, is a Problem, and is retried. */
    record Unavailable(WatchKey watch, String reason) implements ObjectEvent {}

    /** The watch has no connection: what is known stays in force. Ends with the next event of the watch. */
    record Disconnected(WatchKey watch, String reason) implements ObjectEvent {}

    /** Nothing refers to what the watch was for; forget it and its objects. */
    record Ended(WatchKey watch) implements ObjectEvent {}

    /** Something that is no object is wrong with the source (a file that does not parse), or all {@code faults} are mended. */
    record SourceFaults(WatchKey watch, String source, List<Flaw> faults) implements ObjectEvent {}
}
