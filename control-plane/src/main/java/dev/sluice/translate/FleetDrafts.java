package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.state.Problem;
import dev.sluice.translate.fragment.Fragment;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** The tables of all fleets while a translation goes on. Lives for one call. */
final class FleetDrafts {
    private final SortedMap<FleetName, FleetDraft> drafts = new TreeMap<>();
    private final Set<FleetName> named;

    /**
     * Every fleet that had a table or gets one; one that nobody names any more loses all it had.
     *
     * @param named the fleets that get a table, with {@code fixtures} in it
     */
    FleetDrafts(Translation previous, Workings before, Set<FleetName> named, Fixtures fixtures) {
        this.named = named;
        boolean anew = before == Workings.NONE;
        SortedSet<FleetName> all = new TreeSet<>(previous.tables().keySet());
        all.addAll(named);
        for (FleetName fleet : all) {
            FleetWorkings workings = before.fleets().getOrDefault(fleet, FleetWorkings.NONE);
            FleetDraft draft = anew
                    ? FleetDraft.anew(fleet, previous, fixtures)
                    : FleetDraft.continuing(fleet, previous, workings, fixtures);
            draft.fix(named.contains(fleet));
            drafts.put(fleet, draft);
        }
    }

    /** In place of what an object contributed before, what it contributes now. */
    void exchange(Fragment before, Fragment after) {
        before.fleets().forEach(fleet -> draft(fleet).remove(before));
        after.fleets().forEach(fleet -> draft(fleet).add(after));
    }

    /** What is made from a Secret may be another than before. */
    void renew(ObjectKey secret) {
        for (FleetDraft draft : drafts.values()) {
            draft.renew(new CertificateKey(secret.path()));
            draft.renew(new TrustBundleKey(secret.path()));
        }
    }

    /**
     * Ends the exchange: what hosts have in common is known now. Hands over the problems of contention that are no more, and
     * those that are new.
     *
     * @param fragments what objects contribute now
     */
    void settle(Function<ObjectKey, Fragment> fragments, Consumer<Problem> gone, Consumer<Problem> come) {
        drafts.values().forEach(draft -> draft.settle(fragments, gone, come));
    }

    PSortedMap<FleetName, RouteTable> tables() {
        return ofNamed(FleetDraft::table);
    }

    PSortedMap<FleetName, PSortedMap<EndpointSetKey, EndpointDemand>> demands() {
        return ofNamed(FleetDraft::demands);
    }

    PSortedMap<FleetName, FleetWorkings> workings() {
        return ofNamed(FleetDraft::workings);
    }

    SortedMap<FleetName, TableChange> changes() {
        SortedMap<FleetName, TableChange> changes = new TreeMap<>();
        drafts.forEach((fleet, draft) -> changes.put(fleet, draft.change()));
        changes.values().removeIf(TableChange::isEmpty);
        return changes;
    }

    SortedMap<FleetName, DemandChange> demandChanges() {
        SortedMap<FleetName, DemandChange> changes = new TreeMap<>();
        drafts.forEach((fleet, draft) -> changes.put(fleet, draft.demandChange()));
        changes.values().removeIf(DemandChange::isEmpty);
        return changes;
    }

    private <T> PSortedMap<FleetName, T> ofNamed(Function<FleetDraft, T> part) {
        PSortedMap<FleetName, T> parts = TreePMap.empty();
        for (FleetName fleet : named) {
            parts = parts.plus(fleet, part.apply(draft(fleet)));
        }
        return parts;
    }

    /** A class that still has Ingresses names its fleets, so that each of them has a draft. */
    private FleetDraft draft(FleetName fleet) {
        FleetDraft draft = drafts.get(fleet);
        if (draft == null) {
            throw new IllegalStateException("fleet " + fleet + " is named by no class");
        }
        return draft;
    }
}
