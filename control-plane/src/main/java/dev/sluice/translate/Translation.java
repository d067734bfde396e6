package dev.sluice.translate;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Resource;
import dev.sluice.resource.Route;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Problem;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * What a state of the cluster means. Everything large is persistent: reading one entry or handing it on costs nothing,
 * and a change of the state copies nothing.
 *
 * @param tables one a fleet, with listeners, routes and upstreams; endpoint sets are added by who publishes
 * @param changes from the previous translation's tables to these, without empty ones; a fleet that nobody names any more
 *     has a change that removes everything, and no table
 * @param demands the endpoint sets that each table refers to
 * @param demandChanges from the previous translation's demands to these, without empty ones
 * @param statuses what {@code status.loadBalancer} of each of our Ingresses should be; none while addresses are unknown
 * @param unwritten those of {@code statuses} that the API server, as observed, does not show yet
 * @param problems sorted: errors first
 * @param references the Secrets and ConfigMaps that should be read; the same instance as before if nothing changed
 * @param awaited those of {@code references} of which it is not known whether they exist: what names them may mean
 *     something else in a moment
 * @param memory to be given to the next translation, here or on another replica
 * @param kept of {@code memory} what is in force because its object is ours and invalid now: what other replicas need to know
 * @param memo to be given to the next translation here, inside this record
 */
public record Translation(
        PSortedMap<FleetName, RouteTable> tables,
        SortedMap<FleetName, TableChange> changes,
        PSortedMap<FleetName, PSortedMap<EndpointSetKey, EndpointDemand>> demands,
        SortedMap<FleetName, DemandChange> demandChanges,
        PSortedMap<ObjectKey, StatusIntent> statuses,
        PSortedMap<ObjectKey, StatusIntent> unwritten,
        PSortedSet<Problem> problems,
        PSortedSet<ObjectKey> references,
        PSortedSet<ObjectKey> awaited,
        Memory memory,
        Memory kept,
        Memo memo) {
    /** Before any translation: the previous one of the first. */
    public static final Translation NONE = new Translation(
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePSet.empty(),
            TreePSet.empty(),
            TreePSet.empty(),
            Memory.NOTHING,
            Memory.NOTHING,
            Workings.NONE);

    /** Whether everything that the state refers to has been read. */
    public boolean complete() {
        return awaited.isEmpty();
    }

    /** The fleet's table; empty if nobody names the fleet. */
    public RouteTable table(FleetName fleet) {
        return tables.getOrDefault(fleet, RouteTable.empty(fleet));
    }

    /** What changed in the fleet's table. */
    public TableChange change(FleetName fleet) {
        return changes.getOrDefault(fleet, TableChange.NONE);
    }

    /** The endpoint sets that the fleet's table refers to. */
    public PSortedMap<EndpointSetKey, EndpointDemand> demands(FleetName fleet) {
        return demands.getOrDefault(fleet, TreePMap.empty());
    }

    /** What of all this is made from one object. */
    public Contribution contribution(ObjectKey object) {
        return switch (memo) {
            case Workings workings -> Contributions.of(workings, object);
        };
    }

    /**
     * Where what a data plane serves for one rule was written. Exact, or silent: sources are told of what this translation
     * has made exactly as it is served, and of nothing else.
     *
     * @param state of what this is the translation
     * @param rule as it is served
     * @param host as it is served, the rule whose object says how paths of the host are read; empty where nobody reads them
     * @param served all that decides, the two and upstreams
     */
    public Provenance provenance(
            ClusterState state, FleetName fleet, Route rule, Optional<HttpRoute> host, List<Resource> served) {
        return switch (memo) {
            case Workings workings -> new ProvenanceDraft(state, this, workings, table(fleet)).of(rule, host, served);
        };
    }

    /** What changed in the fleet's demands. */
    public DemandChange demandChange(FleetName fleet) {
        return demandChanges.getOrDefault(fleet, DemandChange.NONE);
    }
}
