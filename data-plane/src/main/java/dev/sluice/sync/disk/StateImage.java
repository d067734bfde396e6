package dev.sluice.sync.disk;

import dev.sluice.key.Version;
import dev.sluice.wire.EncodedTable;
import java.time.Instant;

/**
 * A state to be written, or as it was read.
 *
 * @param confirmedAt when the control plane last confirmed this state
 * @param version which state this was. After reading its digest is that of {@code table} only if nothing is withheld
 * @param withheld what is missing in {@code table} after reading; nothing before
 */
public record StateImage(
        StateOwner owner, Instant confirmedAt, Version version, EncodedTable table, Withheld withheld) {
    /** One that is whole. */
    public StateImage(StateOwner owner, Instant confirmedAt, Version version, EncodedTable table) {
        this(owner, confirmedAt, version, table, Withheld.NOTHING);
    }

    @Override
    public String toString() {
        return version + " of fleet " + owner.fleet() + ", " + table.size() + " resources, confirmed " + confirmedAt;
    }
}
