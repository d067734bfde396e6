package dev.sluice.watch.manifest;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.Flaw;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedObject;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.ObjectSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Turns one state of the manifests after another into events. Within a batch what is referred to comes before what
 * refers to it, and goes after it, so that a reader that acts on every single event never sees a dangling reference.
 */
final class BatchEvents {
    /** The kinds that are watched as a whole, in the order in which they are applied. */
    static final List<ObjectKind> KINDS = List.of(
            ObjectKind.INGRESS_CLASS,
            ObjectKind.ENDPOINT_SLICE,
            ObjectKind.ENDPOINTS,
            ObjectKind.SERVICE,
            ObjectKind.INGRESS);

    /** Faults of files belong to no kind; they come with the kind that people write most. */
    private static final WatchKey FAULTS = new WatchKey(ObjectKind.INGRESS, "");

    private final EventSink sink;
    private final Set<ObjectKey> followed = new HashSet<>();
    private ManifestSet told = new ManifestSet(Collections.emptySortedMap(), Collections.emptySortedMap());
    private long batch;

    BatchEvents(EventSink sink) {
        this.sink = sink;
    }

    void tell(ManifestSet now) {
        batch++;
        ManifestSet before = told;
        told = now;
        followed.stream().sorted().forEach(key -> change(before, now, key));
        for (ObjectKind kind : KINDS) {
            for (ObjectKey key : keys(now.objects(), kind)) {
                change(before, now, key);
            }
        }
        for (int i = KINDS.size() - 1; i >= 0; i--) {
            for (ObjectKey key : keys(before.objects(), KINDS.get(i))) {
                if (!now.objects().containsKey(key)) {
                    sink.accept(new ObjectEvent.Deleted(watch(key), key, batch));
                }
            }
        }
        faults(before.faults(), now.faults());
    }

    void synced() {
        for (ObjectKind kind : KINDS) {
            sink.accept(new ObjectEvent.Synced(new WatchKey(kind, ""), batch));
        }
    }

    void disconnected(String reason) {
        for (ObjectKind kind : KINDS) {
            sink.accept(new ObjectEvent.Disconnected(new WatchKey(kind, ""), reason));
        }
    }

    void follow(Set<ObjectKey> references) {
        for (ObjectKey ended : new TreeSet<>(followed)) {
            if (!references.contains(ended)) {
                followed.remove(ended);
                sink.accept(new ObjectEvent.Ended(ObjectSource.watchOf(ended)));
            }
        }
        for (ObjectKey begun : new TreeSet<>(references)) {
            if (followed.add(begun)) {
                ObservedObject object = told.objects().get(begun);
                if (object != null) {
                    sink.accept(new ObjectEvent.Applied(ObjectSource.watchOf(begun), object, batch));
                }
                sink.accept(new ObjectEvent.Synced(ObjectSource.watchOf(begun), batch));
            }
        }
    }

    private void change(ManifestSet before, ManifestSet now, ObjectKey key) {
        ObservedObject object = now.objects().get(key);
        ObservedObject old = before.objects().get(key);
        if (object != null && !object.equals(old)) {
            Console.flaws(object, old);
            sink.accept(new ObjectEvent.Applied(watch(key), object, batch));
        } else if (object == null && old != null && followed.contains(key)) {
            sink.accept(new ObjectEvent.Deleted(watch(key), key, batch));
        }
    }

    private void faults(Map<String, List<Flaw>> before, Map<String, List<Flaw>> now) {
        Map<String, List<Flaw>> changed = new HashMap<>(now);
        before.keySet().forEach(source -> changed.putIfAbsent(source, List.of()));
        changed.forEach((source, flaws) -> {
            if (!flaws.equals(before.getOrDefault(source, List.of()))) {
                Console.faults(source, flaws);
                sink.accept(new ObjectEvent.SourceFaults(FAULTS, source, flaws));
            }
        });
    }

    private static List<ObjectKey> keys(SortedMap<ObjectKey, ObservedObject> objects, ObjectKind kind) {
        List<ObjectKey> keys = new ArrayList<>();
        for (ObjectKey key : objects.keySet()) {
            if (key.kind().equals(kind)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static WatchKey watch(ObjectKey key) {
        return KINDS.contains(key.kind()) ? new WatchKey(key.kind(), "") : ObjectSource.watchOf(key);
    }
}
