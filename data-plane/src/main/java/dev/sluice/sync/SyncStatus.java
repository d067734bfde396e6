package dev.sluice.sync;

import dev.sluice.compile.Compiled;
import dev.sluice.key.Version;
import dev.sluice.wire.EncodedTable;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the configuration at one moment, for readiness and for people.
 *
 * @param origin where what is served came from
 * @param confirmedAt when a control plane last confirmed what is served; empty if nothing is
 * @param connectedTo the control plane that is followed, empty if none is
 * @param problem what was last wrong with following or with the state on disk, empty if nothing was
 */
public record SyncStatus(
        Origin origin,
        Version version,
        EncodedTable table,
        Compiled compiled,
        Optional<Instant> confirmedAt,
        Optional<ControlPlaneAddress> connectedTo,
        Optional<String> problem) {
    static final SyncStatus INITIAL = new SyncStatus(
            Origin.NOTHING,
            Version.NONE,
            EncodedTable.EMPTY,
            Compiled.EMPTY,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Where what is served came from. */
    public enum Origin {
        /** Nothing is served yet. */
        NOTHING,
        /** From the last good state on disk. */
        DISK,
        /** From the last good state on disk, which is older than may be trusted without being told so. */
        STALE_DISK,
        /** From a control plane. */
        CONTROL_PLANE
    }

    @Override
    public String toString() {
        return version + " from " + origin + ", " + table;
    }
}
