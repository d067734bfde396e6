package dev.sluice.publish;

import dev.sluice.key.Freshness;
import dev.sluice.resource.TableChange;
import dev.sluice.wire.EncodedTable;

/** What snapshots of tests are to become. */
final class Targets {
    private Targets() {}

    /** The snapshot's table after the change, of the same epoch and decision. */
    static Target of(Snapshot before, TableChange change) {
        return new Target(
                before.resources().apply(change),
                EncodedTable.EMPTY,
                before.version().epoch(),
                before.version().decision(),
                Freshness.NONE);
    }
}
