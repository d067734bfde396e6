package dev.sluice.publish;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which resources the latest changes touched, so that who has an earlier version can be given the difference to the
 * newest. Holds keys only: the content comes from the newest table. A value.
 *
 * @param maxChanges so many are remembered; the oldest is forgotten first
 * @param maxKeys all changes together have no more keys
 * @param changes oldest first
 */
record History(int maxChanges, int maxKeys, List<Change> changes) {
    /** What was there before, and the keys of what the change put there, replaced or took away. */
    record Change(Version before, Set<ResourceKey> touched) {}

    History {
        changes = List.copyOf(changes);
    }

    static History empty(int maxChanges, int maxKeys) {
        return new History(maxChanges, maxKeys, List.of());
    }

    /** This history and one more change. */
    History plus(Version before, Set<ResourceKey> touched) {
        List<Change> next = new ArrayList<>(changes);
        next.add(new Change(before, touched));
        int keys = next.stream().mapToInt(change -> change.touched().size()).sum();
        int from = 0;
        while (from < next.size() && (next.size() - from > maxChanges || keys > maxKeys)) {
            keys -= next.get(from).touched().size();
            from++;
        }
        return new History(maxChanges, maxKeys, next.subList(from, next.size()));
    }

    /** All that was touched since that version; empty if it is not remembered. */
    Optional<SortedSet<ResourceKey>> since(Version version) {
        for (int i = changes.size() - 1; i >= 0; i--) {
            if (Content.same(changes.get(i).before(), version)) {
                SortedSet<ResourceKey> touched = new TreeSet<>();
                changes.subList(i, changes.size()).forEach(change -> touched.addAll(change.touched()));
                return Optional.of(touched);
            }
        }
        return Optional.empty();
    }
}
