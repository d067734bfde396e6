package dev.sluice.sync;

import dev.sluice.compile.ServingState;
import java.util.function.Supplier;

/** What is served, and what is known about it: each one volatile value, written in the sync thread, read by all. */
public final class Serving implements Supplier<ServingState> {
    private volatile ServingState state = ServingState.NONE;
    private volatile SyncStatus status = SyncStatus.INITIAL;

    /** To be read once a request. */
    @Override
    public ServingState get() {
        return state;
    }

    public SyncStatus status() {
        return status;
    }

    void state(ServingState next) {
        state = next;
    }

    void status(SyncStatus next) {
        status = next;
    }
}
