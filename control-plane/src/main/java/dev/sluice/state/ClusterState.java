package dev.sluice.state;

import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Everything observed but endpoints (those are in {@link EndpointState}): a value, of which the next one shares what did
 * not change. One event costs the same whatever the number of objects.
 *
 * @param objects sorted by kind, namespace and name
 * @param faults what is wrong with sources, by source; no entry is empty
 * @param touched what translation has not seen yet
 */
public record ClusterState(
        Watches watches,
        PSortedMap<ObjectKey, ObservedObject> objects,
        PSortedMap<FaultSource, List<Flaw>> faults,
        Touched touched) {

    /**
     * A state and what became of an event.
     *
     * @param matters whether translating again could give something else
     */
    public record Next(ClusterState state, boolean matters) {}

    /** The state before any event: it is synced once all {@code required} watches have answered. */
    public static ClusterState awaiting(Set<WatchKey> required) {
        return new ClusterState(Watches.awaiting(required), TreePMap.empty(), TreePMap.empty(), Touched.NOTHING);
    }

    /** The state after the event, and whether translation could see a difference. */
    public Next apply(ObjectEvent event) {
        ClusterState heard = watched(watches.apply(event), event.watch());
        ClusterState next = switch (event) {
            case ObjectEvent.Applied applied -> heard.with(applied.object());
            case ObjectEvent.Deleted deleted -> heard.without(deleted.key());
            case ObjectEvent.Ended ended -> heard.forget(ended.watch());
            case ObjectEvent.SourceFaults faulty ->
                heard.faulty(new FaultSource(faulty.watch(), faulty.source()), faulty.faults());
            case ObjectEvent.Synced synced -> heard;
            case ObjectEvent.Progressed progressed -> heard;
            case ObjectEvent.WentBack back -> heard;
            case ObjectEvent.Unavailable unavailable -> heard;
            case ObjectEvent.Disconnected disconnected -> heard;
        };
        return new Next(next, next.touched != touched);
    }

    /** This state with nothing touched: to be called when a translation of it has been taken over. */
    public ClusterState settled() {
        return touched.isEmpty() ? this : new ClusterState(watches, objects, faults, Touched.NOTHING);
    }

    /** Whether every required watch has answered and no list is half told; else nothing may be published. */
    public boolean synced() {
        return watches.synced();
    }

    public Freshness freshness() {
        return watches.freshness();
    }

    /** Whether it is known if the object exists. */
    public boolean read(ObjectKey object) {
        return objects.containsKey(object) || watches.read(object);
    }

    public Optional<ObservedIngress> ingress(ObjectKey key) {
        return objects.get(key) instanceof ObservedIngress ingress ? Optional.of(ingress) : Optional.empty();
    }

    public Optional<ObservedIngressClass> ingressClass(ObjectKey key) {
        return objects.get(key) instanceof ObservedIngressClass found ? Optional.of(found) : Optional.empty();
    }

    public Optional<ObservedService> service(ObjectKey key) {
        return objects.get(key) instanceof ObservedService service ? Optional.of(service) : Optional.empty();
    }

    public Optional<ObservedConfigMap> configMap(ObjectKey key) {
        return objects.get(key) instanceof ObservedConfigMap map ? Optional.of(map) : Optional.empty();
    }

    public Optional<ObservedSecret> secret(ObjectKey key) {
        return objects.get(key) instanceof ObservedSecret secret ? Optional.of(secret) : Optional.empty();
    }

    /** Which objects a watch standing otherwise says something new about, who refers to them knows. */
    private ClusterState watched(Watches next, WatchKey watch) {
        if (next == watches) {
            return this;
        }
        boolean same = next.state(watch).equals(watches.state(watch));
        return new ClusterState(next, objects, faults, same ? touched : touched.plus(watch));
    }

    private ClusterState with(ObservedObject object) {
        if (object instanceof ObservedSlice) {
            return this; // endpoints are on their own path
        }
        ObservedObject before = objects.get(object.key());
        Touched after = before != null && same(before, object) ? touched : touched.plus(object.key());
        return new ClusterState(watches, objects.plus(object.key(), object), faults, after);
    }

    /** A new generation counts even where translation sees nothing in it: somebody waits for that number to be live. */
    private static boolean same(ObservedObject before, ObservedObject after) {
        return before.alike(after) && before.meta().generation() == after.meta().generation();
    }

    private ClusterState without(ObjectKey key) {
        return objects.containsKey(key)
                ? new ClusterState(watches, objects.minus(key), faults, touched.plus(key))
                : this;
    }

    /** Costs a look at every object, but for a watch of a single one; only single ones end while Sluice runs. */
    private ClusterState forget(WatchKey watch) {
        ClusterState next = this;
        for (ObjectKey key : covered(watch)) {
            next = next.without(key);
        }
        for (FaultSource source : new ArrayList<>(faults.keySet())) {
            next = source.watch().equals(watch) ? next.faulty(source, List.of()) : next;
        }
        return next;
    }

    private List<ObjectKey> covered(WatchKey watch) {
        return Watches.single(watch)
                .map(List::of)
                .orElseGet(() -> objects.keySet().stream()
                        .filter(key -> Watches.covers(watch, key))
                        .toList());
    }

    private ClusterState faulty(FaultSource source, List<Flaw> flaws) {
        if (flaws.equals(faults.getOrDefault(source, List.of()))) {
            return this;
        }
        PSortedMap<FaultSource, List<Flaw>> next =
                flaws.isEmpty() ? faults.minus(source) : faults.plus(source, List.copyOf(flaws));
        return new ClusterState(watches, objects, next, touched.plus(source));
    }
}
