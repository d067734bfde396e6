package dev.sluice.sync.disk;

import dev.sluice.key.Version;
import dev.sluice.wire.EncodedTable;
import java.time.Instant;

/**
 * A state to be written, or as it was read.
 *
 * @param confirmedAt when the control plane last confirmed this state
 * @param version which state this was. Resources that carry secrets are not written, so after reading the digest is that
 *     of {@code table} only if there were none
 */
public record StateImage(StateOwner owner, Instant confirmedAt, Version version, EncodedTable table) {
    @Override
    public String toString() {
        return version + " of fleet " + owner.fleet() + ", " + table.size() + " resources, confirmed " + confirmedAt;
    }
}
