package dev.sluice.publish;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A day of a cluster, always the same for one seed: Deployments roll, Ingresses are edited well and badly, Services and
 * Secrets vanish and come again, the class changes its parameters, watches are lost and listed anew. What happens in an
 * hour follows a working day.
 */
final class Day {
    /** One event, and the Ingress that it breaks if it is a bad edit. */
    record Step(ObjectEvent event, Optional<ObjectKey> broken) {}

    /** Parts in a thousand of what happens at noon; a roll is a dozen changes or more. */
    private static final int ROLLS = 300;

    private static final int EDITS = 300;
    private static final int BAD_EDITS = 100;
    private static final int SERVICES = 100;
    private static final int SECRETS = 60;
    private static final int CLASSES = 20;
    private static final int RELISTS = 20;

    private final Random random;
    private final DayObjects objects;
    private final Consumer<Step> outlet;
    private final SortedMap<ObjectKey, ObservedObject> cluster = new TreeMap<>();
    private final SortedMap<ObjectKey, ObservedObject> broken = new TreeMap<>(); // by key, as it was before
    private final Map<WatchKey, SortedMap<ObjectKey, ObjectEvent>> unheard = new TreeMap<>();
    private long version = 1000;
    private long changes;

    Day(long seed, DayObjects objects, Consumer<Step> outlet) {
        this.random = new Random(seed);
        this.objects = objects;
        this.outlet = outlet;
    }

    /** The first lists. */
    void begin() {
        put(objects.ingressClass());
        put(objects.parameters(0));
        for (int app = 0; app < objects.apps(); app++) {
            put(objects.service(app));
            put(objects.slice(app, 0, 0));
            put(objects.ingress(app, 0, version));
            put(objects.secret(app, 0));
        }
        for (WatchKey watch : objects.watches()) {
            tell(new ObjectEvent.Synced(watch, version));
        }
    }

    /** What happens in an hour; at its end everything that was broken has been put right. */
    void hour(int hour) {
        int happenings = hour < 7 || hour > 19 ? 30 : 120;
        for (int i = 0; i < happenings; i++) {
            happen(random.nextInt(1000));
            if (random.nextInt(4) == 0) {
                bookmark();
            }
        }
        broken.values().forEach(this::put);
        broken.clear();
    }

    private void happen(int dice) {
        int app = random.nextInt(objects.apps());
        int left = dice;
        if ((left -= ROLLS) < 0) {
            roll(app);
        } else if ((left -= EDITS) < 0) {
            put(objects.ingress(app, random.nextInt(8), version));
            broken.remove(objects.ingress(app, 0, 0).key());
        } else if ((left -= BAD_EDITS) < 0) {
            breakIngress(app);
        } else if ((left -= SERVICES) < 0) {
            toggle(objects.service(app));
        } else if ((left -= SECRETS) < 0) {
            toggle(objects.secret(app, random.nextInt(3)));
        } else if ((left -= CLASSES) < 0) {
            put(objects.parameters(random.nextInt(3)));
        } else if ((left -= RELISTS) < 0) {
            relist();
        } else {
            put(objects.slice(app, random.nextInt(3), 0)); // scaled
        }
    }

    /** Each pod's successor appears, becomes ready, and the pod goes. */
    private void roll(int app) {
        for (int step = 0; step <= objects.rollSteps(); step++) {
            put(objects.slice(app, 0, step));
        }
    }

    private void breakIngress(int app) {
        ObservedObject sound = objects.ingress(app, random.nextInt(8), version);
        ObservedObject before = cluster.get(sound.key());
        if (before == null || broken.containsKey(sound.key())) {
            return;
        }
        broken.put(sound.key(), before);
        put(objects.broken(sound));
    }

    private void toggle(ObservedObject object) {
        if (cluster.containsKey(object.key())) {
            cluster.remove(object.key());
            change(new ObjectEvent.Deleted(objects.watch(object.key()), object.key(), ++version), Optional.empty());
        } else {
            put(object);
        }
    }

    private void put(ObservedObject object) {
        ObservedObject versioned = objects.at(object, ++version);
        cluster.put(object.key(), versioned);
        boolean bad = !versioned.valid();
        change(
                new ObjectEvent.Applied(objects.watch(object.key()), versioned, version),
                bad ? Optional.of(object.key()) : Optional.empty());
    }

    private void change(ObjectEvent event, Optional<ObjectKey> bad) {
        changes++;
        SortedMap<ObjectKey, ObjectEvent> lost = unheard.get(event.watch());
        if (lost == null) {
            outlet.accept(new Step(event, bad));
        } else {
            lost.put(key(event), event);
        }
    }

    private static ObjectKey key(ObjectEvent event) {
        return event instanceof ObjectEvent.Applied applied
                ? applied.object().key()
                : ((ObjectEvent.Deleted) event).key();
    }

    /** A watch is lost while other things happen; then the newest of each object is told, and that the list is whole. */
    private void relist() {
        List<ObjectKind> kinds = List.of(ObjectKind.INGRESS, ObjectKind.SERVICE, ObjectKind.ENDPOINT_SLICE);
        WatchKey watch = new WatchKey(kinds.get(random.nextInt(kinds.size())), "");
        if (!unheard.isEmpty()) {
            return;
        }
        tell(new ObjectEvent.Disconnected(watch, "the connection broke"));
        unheard.put(watch, new TreeMap<>());
        for (int i = 0; i < 10; i++) {
            happen(random.nextInt(1000));
        }
        List<ObjectEvent> events =
                new ArrayList<>(unheard.getOrDefault(watch, new TreeMap<>()).values());
        unheard.clear();
        for (ObjectEvent event : events) {
            tell(consumedLater(event)); // until the list is whole, nothing of it counts as consumed
        }
        tell(new ObjectEvent.Synced(watch, version));
    }

    private static ObjectEvent consumedLater(ObjectEvent event) {
        return switch (event) {
            case ObjectEvent.Applied(WatchKey watch, ObservedObject object, long consumed) ->
                new ObjectEvent.Applied(watch, object, ObjectEvent.OF_A_LIST);
            case ObjectEvent.Deleted(WatchKey watch, ObjectKey key, long consumed) ->
                new ObjectEvent.Deleted(watch, key, ObjectEvent.OF_A_LIST);
            default -> event;
        };
    }

    private void bookmark() {
        List<WatchKey> watches = List.copyOf(objects.watches());
        WatchKey watch = watches.get(random.nextInt(watches.size()));
        if (!unheard.containsKey(watch)) {
            tell(new ObjectEvent.Progressed(watch, version));
        }
    }

    private void tell(ObjectEvent event) {
        outlet.accept(new Step(event, Optional.empty()));
    }

    long changes() {
        return changes;
    }
}
