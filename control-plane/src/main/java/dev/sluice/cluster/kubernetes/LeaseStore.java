package dev.sluice.cluster.kubernetes;

import java.io.IOException;
import java.util.Optional;

/** Where Leases are kept. Every call waits for the answer, for a bounded time. */
interface LeaseStore {
    /** @param version on condition of which it can be replaced */
    record Stored(LeaseRecord lease, String version) {}

    /** Somebody else has written in between. */
    final class Conflict extends IOException {
        private static final long serialVersionUID = 1L;

        Conflict(String message) {
            super(message);
        }
    }

    Optional<Stored> read(String name) throws IOException;

    /** @throws Conflict if there is one by now */
    Stored create(String name, LeaseRecord lease) throws IOException;

    /** @throws Conflict if it is no longer that version, or gone */
    Stored replace(String name, Stored before, LeaseRecord lease) throws IOException;
}
