package dev.sluice.rollout;

import dev.sluice.key.Digest;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.translate.EndpointDemand;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import java.util.List;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * What one fleet's translation was at a moment, without what always flows. A value; the next release shares what did not
 * change. Releases with equal content have equal ids on every replica.
 *
 * @param routes listeners, upstreams and routes
 * @param encoded the same as it travels
 * @param demands the endpoint sets that it refers to
 * @param consumed by the watches that it was translated from
 */
public record Release(
        RouteTable routes,
        EncodedTable encoded,
        PSortedMap<EndpointSetKey, EndpointDemand> demands,
        Freshness consumed) {
    /** Before any translation. */
    public static Release nothing(FleetName fleet) {
        return new Release(RouteTable.empty(fleet), EncodedTable.EMPTY, TreePMap.empty(), Freshness.NONE);
    }

    /** The sum of the hashes of its resources: what decisions and people name it by. */
    public Digest id() {
        return encoded.digest();
    }

    public FleetName fleet() {
        return routes.fleet();
    }

    /**
     * The release after a change of what can be held, for work that grows with the change alone.
     *
     * @param change without what flows
     */
    Release next(TableChange change, PSortedMap<EndpointSetKey, EndpointDemand> asked, Freshness now) {
        if (change.isEmpty()) {
            return new Release(routes, encoded, asked, now);
        }
        List<EncodedResource> upserts =
                change.upserts().stream().map(WireCodec::encode).toList();
        return new Release(routes.apply(change), encoded.apply(upserts, change.removes()), asked, now);
    }
}
