package dev.sluice.publish;

import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;

/**
 * What a track is to be given, and what its version says.
 *
 * @param encoded those of the table's resources that have been encoded already
 * @param decision number of the decision by which it is given
 */
record Target(RouteTable table, EncodedTable encoded, Epoch epoch, long decision, Freshness freshness) {
    /** The resource, which is one of the table's, as it travels. */
    EncodedResource encoded(Resource resource) {
        return encoded.get(resource.key()).orElseGet(() -> WireCodec.encode(resource));
    }
}
