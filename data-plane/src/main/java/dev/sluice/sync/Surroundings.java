package dev.sluice.sync;

import dev.sluice.compile.EndpointRegistry;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * What the rest of a data plane does for the one who keeps it at the newest state.
 *
 * @param endpoints where endpoints are found again
 * @param names asks DNS for names of backends
 * @param hosts asks the system where control planes are
 * @param clock tells how old a state is
 */
public record Surroundings(
        EndpointRegistry endpoints,
        NameResolver names,
        HostLookup hosts,
        Orders orders,
        MeterRegistry meters,
        InstantSource clock) {
    /** Called in the sync thread, unless it says otherwise; must not block. */
    public interface Orders {
        /** How the data plane is now. */
        HealthReport health();

        /** The control plane wants it to drain: begins to. */
        void drain();

        /**
         * What would become of a request. Called in any thread.
         *
         * @throws IllegalArgumentException if the request is none; the message says why
         */
        Explained explain(Explain request);

        /** What is served has changed, or where it came from. */
        void served(SyncStatus status);
    }
}
