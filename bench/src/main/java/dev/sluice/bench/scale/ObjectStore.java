package dev.sluice.bench.scale;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the API server has: objects by kind, one version over all of them, the latest events of each kind, and who
 * watches. Events are written to the watchers by the thread that makes the change, so that the moment of the event is
 * known. Confined by its lock.
 */
final class ObjectStore {
    /** Events of a kind that a watch can go back to; older ones are Gone. */
    private static final int REMEMBERED = 20_000;
    /** Lists that are being read page by page. */
    private static final int OPEN_LISTS = 64;

    /** Takes the events of one watch; never waits longer than the socket's buffers. */
    interface Watcher {
        /** Of which objects it wants to hear. */
        Predicate<StoredObject> wanted();

        void event(String type, StoredObject object);

        void bookmark(long version);
    }

    private record Event(String type, StoredObject object) {}

    /**
     * A list that stays as it was.
     *
     * @param version of all objects when it was made
     */
    record Listing(long version, List<StoredObject> objects) {}

    /** One kind. */
    private record Collection(Map<String, StoredObject> objects, Deque<Event> events, List<Watcher> watchers) {
        Collection() {
            this(new TreeMap<>(), new ArrayDeque<>(), new ArrayList<>());
        }
    }

    private final Map<Kind, Collection> collections = new EnumMap<>(Kind.class);
    private final Map<String, Listing> open = new LinkedHashMap<>();
    private long version = 100;
    private long lists;

    /** Adds or replaces; returns the moment just before the first watcher was told ({@link System#nanoTime}). */
    synchronized long put(Kind kind, StoredObject object) {
        StoredObject stored = object.at(++version);
        boolean added = of(kind).objects().put(stored.key(), stored) == null;
        return tell(kind, new Event(added ? "ADDED" : "MODIFIED", stored));
    }

    private long tell(Kind kind, Event event) {
        Deque<Event> log = of(kind).events();
        log.addLast(event);
        if (log.size() > REMEMBERED) {
            log.removeFirst();
        }
        long moment = System.nanoTime();
        for (Watcher watcher : of(kind).watchers()) {
            if (watcher.wanted().test(event.object())) {
                watcher.event(event.type(), event.object());
            }
        }
        return moment;
    }

    /** Everything, and under which name the rest of it is found again. */
    synchronized Map.Entry<String, Listing> list(Kind kind, Predicate<StoredObject> wanted) {
        Listing listing = new Listing(
                version, of(kind).objects().values().stream().filter(wanted).toList());
        String name = "list-" + ++lists;
        open.put(name, listing);
        if (open.size() > OPEN_LISTS) {
            open.remove(open.keySet().iterator().next());
        }
        return Map.entry(name, listing);
    }

    /** A list that was begun; empty if it is too old. */
    synchronized Optional<Listing> listing(String name) {
        return Optional.ofNullable(open.get(name));
    }

    /** Tells what came after {@code since}, then everything that comes; false if that is too long ago. */
    synchronized boolean watch(Kind kind, long since, Watcher watcher) {
        Deque<Event> log = of(kind).events();
        if (log.size() >= REMEMBERED && log.getFirst().object().version() > since + 1) {
            return false;
        }
        for (Event event : log) {
            if (event.object().version() > since && watcher.wanted().test(event.object())) {
                watcher.event(event.type(), event.object());
            }
        }
        of(kind).watchers().add(watcher);
        return true;
    }

    synchronized void unwatch(Kind kind, Watcher watcher) {
        of(kind).watchers().remove(watcher);
    }

    /** Tells every watcher how far it is, as an API server does about once a minute. */
    synchronized void bookmark() {
        for (Collection collection : collections.values()) {
            collection.watchers().forEach(watcher -> watcher.bookmark(version));
        }
    }

    synchronized int size(Kind kind) {
        return of(kind).objects().size();
    }

    synchronized int watchers() {
        return collections.values().stream()
                .mapToInt(collection -> collection.watchers().size())
                .sum();
    }

    private Collection of(Kind kind) {
        return collections.computeIfAbsent(kind, first -> new Collection());
    }
}
