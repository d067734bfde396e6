package dev.sluice.replica;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks a data plane that another replica serves. Safe for every thread. */
public interface Errands {
    /** Of a replica that is alone. */
    Errands NONE = (node, command) -> CompletableFuture.completedFuture(Optional.empty());

    /** Asks a data plane that this replica serves: what the others' errands here become. */
    interface Desk {
        /** Completes in bounded time and never fails; empty if this replica does not serve the node. */
        CompletionStage<Optional<byte[]>> ask(String node, byte[] command);
    }

    /**
     * Has the replica that serves the node ask it. Completes in bounded time and never fails.
     *
     * @param command in the protocol of data planes, without an id
     * @return the data plane's answer in that protocol; empty if no replica within reach serves it
     */
    CompletionStage<Optional<byte[]>> run(String node, byte[] command);
}
