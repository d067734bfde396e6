package dev.sluice.sync.disk;

import dev.sluice.key.FleetName;

/**
 * For whom a state was written. A file of another owner is never loaded.
 *
 * @param cluster what the operator calls the cluster, empty if not told: then one folder must serve one cluster only
 */
public record StateOwner(String cluster, FleetName fleet) {
    private static final int MAX_CLUSTER = 63;

    /** @throws IllegalArgumentException if {@code cluster} could not be part of a file name */
    public StateOwner {
        if (!cluster.matches("[a-z0-9-]{0," + MAX_CLUSTER + "}")) {
            throw new IllegalArgumentException(
                    "cluster '" + cluster + "': expected at most " + MAX_CLUSTER + " of a-z, 0-9 and '-'");
        }
    }

    /** Names cluster, fleet and format, so that none overwrites what another left. */
    String fileName() {
        return (cluster.isEmpty() ? "" : cluster + ".") + fleet + "." + StateFormat.VERSION + ".state";
    }
}
