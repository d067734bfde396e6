package dev.sluice.sync;

import dev.sluice.compile.ServingState;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** What is served, and what is known about it: each one reference, written in the sync thread, read by all. */
public final class Serving {
    private final AtomicReference<ServingState> state = new AtomicReference<>(ServingState.NONE);
    private volatile SyncStatus status = SyncStatus.INITIAL;
    private volatile List<Candidate> candidates = List.of();

    /** What requests are served from; to be read once a request and written by nobody else. */
    public AtomicReference<ServingState> state() {
        return state;
    }

    /** What is served now. */
    public ServingState current() {
        return Objects.requireNonNull(state.get());
    }

    /** The replicas that could be followed, in the order in which they would be tried. */
    public List<Candidate> candidates() {
        return candidates;
    }

    void candidates(List<Candidate> next) {
        candidates = List.copyOf(next);
    }

    public SyncStatus status() {
        return status;
    }

    void status(SyncStatus next) {
        status = next;
    }
}
