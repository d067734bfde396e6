package dev.sluice.publish;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import dev.sluice.watch.kubernetes.SteppedWatch.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store with one revision for all kinds, as etcd is. It can be put back to a backup: then an era ends, and what is
 * written is numbered from there, so that a number says something only together with its era.
 */
final class NumberedStore {
    /** An object was written, or was deleted as it last was. */
    record Change(long number, ObjectKey key, Map<String, @Nullable Object> object, boolean present) {}

    /** @param from revision of the backup: up to there it is the era before */
    private record Era(long from, List<Change> changes) {}

    private final List<Era> eras = new ArrayList<>();
    private long revision = 10;

    NumberedStore() {
        eras.add(new Era(0, new ArrayList<>()));
    }

    int era() {
        return eras.size() - 1;
    }

    long revision() {
        return revision;
    }

    /** Of the backup from which the store goes on. */
    long restoredAt() {
        return eras.getLast().from();
    }

    /** The last era whose state at that number is the one of this era. */
    int lastEra(int era, long number) {
        int last = era;
        while (last < era() && number <= eras.get(last + 1).from()) {
            last++;
        }
        return last;
    }

    /** Something that nobody watches was written. */
    void elsewhere() {
        revision++;
    }

    void put(NumberedObject object) {
        revision++;
        Optional<Change> before = find(object.key());
        String uid = before.map(change -> NumberedObject.uid(change.object())).orElse("uid-" + era() + "-" + revision);
        eras.getLast().changes().add(new Change(revision, object.key(), object.tree(uid, revision), true));
    }

    void delete(ObjectKey key) {
        find(key).ifPresent(change -> {
            revision++;
            Map<String, @Nullable Object> last = NumberedObject.at(change.object(), revision);
            eras.getLast().changes().add(new Change(revision, key, last, false));
        });
    }

    private Optional<Change> find(ObjectKey key) {
        return Optional.ofNullable(at(watch(key), era(), revision).get(key));
    }

    static WatchKey watch(ObjectKey key) {
        return new WatchKey(key.kind(), "");
    }

    /** The collection as it stood, each object by its last change. */
    SortedMap<ObjectKey, Change> at(WatchKey watch, int era, long number) {
        SortedMap<ObjectKey, Change> objects = new TreeMap<>();
        for (Change change : eras.get(era).changes()) {
            if (change.number() <= number && watch(change.key()).equals(watch)) {
                if (change.present()) {
                    objects.put(change.key(), change);
                } else {
                    objects.remove(change.key());
                }
            }
        }
        return objects;
    }

    /** A consistent list. */
    Made list(WatchKey watch) {
        return list(watch, era(), revision);
    }

    Made list(WatchKey watch, int era, long number) {
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        at(watch, era, number).values().forEach(change -> items.add(change.object()));
        return new Made(items, number);
    }

    /** What the collection at that number was changed by last; 0 if by nothing. */
    long lastChange(WatchKey watch, int era, long number) {
        return eras.get(era).changes().stream()
                .filter(change ->
                        change.number() <= number && watch(change.key()).equals(watch))
                .mapToLong(Change::number)
                .max()
                .orElse(0);
    }

    /** The next change that a watch from this number on is told. */
    Optional<Change> after(WatchKey watch, long number) {
        return eras.getLast().changes().stream()
                .filter(change ->
                        change.number() > number && watch(change.key()).equals(watch))
                .findFirst();
    }

    /** Whether the era before, which is lost, has written this object with the number that comes next. */
    boolean lost(ObjectKey key) {
        return era() > 0
                && eras.get(era() - 1).changes().stream()
                        .anyMatch(change ->
                                change.number() == revision + 1 && change.key().equals(key));
    }

    /** Everything is as it was at that number. */
    void restore(long number) {
        List<Change> kept = eras.getLast().changes().stream()
                .filter(change -> change.number() <= number)
                .toList();
        eras.add(new Era(number, new ArrayList<>(kept)));
        revision = number;
    }
}
