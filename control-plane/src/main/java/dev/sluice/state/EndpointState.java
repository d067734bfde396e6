package dev.sluice.state;

import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The endpoints observed, on a path of their own: they change far more often than anything else. A value; one event
 * costs the same whatever the number of slices.
 *
 * @param slices by their own key
 * @param byService the same slices by the Service that they name
 * @param problems what is wrong with slices and with their watches, sorted
 */
public record EndpointState(
        Watches watches,
        HashPMap<ObjectKey, ObservedSlice> slices,
        HashPMap<ObjectKey, PSortedMap<ObjectKey, ObservedSlice>> byService,
        PSortedSet<Problem> problems) {

    /**
     * A state and what became of an event.
     *
     * @param services whose endpoints may be others now
     */
    public record Next(EndpointState state, SortedSet<ObjectKey> services) {}

    /** The state before any event: it is synced once all {@code required} watches have answered. */
    public static EndpointState awaiting(Set<WatchKey> required) {
        return new EndpointState(
                Watches.awaiting(required), HashTreePMap.empty(), HashTreePMap.empty(), TreePSet.empty());
    }

    /** The state after the event, and the Services it touches. */
    public Next apply(ObjectEvent event) {
        EndpointState heard = watched(watches.apply(event), event.watch());
        return switch (event) {
            case ObjectEvent.Applied applied when applied.object() instanceof ObservedSlice slice -> heard.with(slice);
            case ObjectEvent.Applied other -> heard.untouched();
            case ObjectEvent.Deleted deleted -> heard.without(deleted.key());
            case ObjectEvent.Ended ended -> heard.forget(ended.watch());
            case ObjectEvent.Synced synced -> heard.untouched();
            case ObjectEvent.Progressed progressed -> heard.untouched();
            case ObjectEvent.WentBack back -> heard.untouched();
            case ObjectEvent.Unavailable unavailable -> heard.untouched();
            case ObjectEvent.Disconnected disconnected -> heard.untouched();
            case ObjectEvent.SourceFaults faults -> heard.untouched();
        };
    }

    /** Whether every required watch has answered and no list is half told; else nothing may be published. */
    public boolean synced() {
        return watches.synced();
    }

    public Freshness freshness() {
        return watches.freshness();
    }

    /** The slices of a Service, in the order of their keys. */
    public Collection<ObservedSlice> slicesOf(ObjectKey service) {
        return byService.getOrDefault(service, TreePMap.empty()).values();
    }

    private Next untouched() {
        return new Next(this, TreePSet.empty());
    }

    private EndpointState watched(Watches next, WatchKey watch) {
        PSortedSet<Problem> known = problems;
        Optional<Problem> before = watches.state(watch).problem(watch);
        Optional<Problem> after = next.state(watch).problem(watch);
        if (!before.equals(after)) {
            known = before.map(known::minus).orElse(known);
            known = after.map(known::plus).orElse(known);
        }
        return next == watches ? this : new EndpointState(next, slices, byService, known);
    }

    private Next with(ObservedSlice slice) {
        ObservedSlice before = slices.get(slice.key());
        if (before != null && before.alike(slice)) {
            return untouched();
        }
        Next gone = without(slice.key());
        ObjectKey service = service(slice);
        EndpointState state = gone.state;
        PSortedMap<ObjectKey, ObservedSlice> siblings = state.byService.getOrDefault(service, TreePMap.empty());
        EndpointState next = new EndpointState(
                watches,
                state.slices.plus(slice.key(), slice),
                state.byService.plus(service, siblings.plus(slice.key(), slice)),
                state.problems.plusAll(problemsOf(slice)));
        return new Next(next, TreePSet.from(gone.services).plus(service));
    }

    private Next without(ObjectKey key) {
        ObservedSlice slice = slices.get(key);
        if (slice == null) {
            return untouched();
        }
        ObjectKey service = service(slice);
        PSortedMap<ObjectKey, ObservedSlice> siblings =
                byService.getOrDefault(service, TreePMap.empty()).minus(key);
        EndpointState next = new EndpointState(
                watches,
                slices.minus(key),
                siblings.isEmpty() ? byService.minus(service) : byService.plus(service, siblings),
                problems.minusAll(problemsOf(slice)));
        return new Next(next, TreePSet.singleton(service));
    }

    private Next forget(WatchKey watch) {
        EndpointState state = this;
        PSortedSet<ObjectKey> services = TreePSet.empty();
        for (ObjectKey key : List.copyOf(slices.keySet())) {
            if (Watches.covers(watch, key)) {
                Next next = state.without(key);
                state = next.state;
                services = services.plusAll(next.services);
            }
        }
        return new Next(state, services);
    }

    private static ObjectKey service(ObservedSlice slice) {
        return ObjectKey.of(ObjectKind.SERVICE, slice.key().namespace(), slice.service());
    }

    /** All name the slice, so no other slice has an equal one. */
    private static List<Problem> problemsOf(ObservedSlice slice) {
        List<Problem> problems = new ArrayList<>();
        for (Flaw flaw : slice.flaws()) {
            problems.add(flaw.problem(Problem.Severity.ERROR, slice.key()));
        }
        for (int i = 0; i < slice.members().size(); i++) {
            for (String address : slice.members().get(i).addresses()) {
                if (IpAddress.parse(address).isEmpty()) {
                    String field = "endpoints[" + i + "].addresses";
                    problems.add(new Flaw(
                                    field,
                                    address,
                                    "expected an IP address; names are resolved only for Services of type"
                                            + " ExternalName")
                            .problem(Problem.Severity.WARNING, slice.key()));
                }
            }
        }
        return problems;
    }
}
