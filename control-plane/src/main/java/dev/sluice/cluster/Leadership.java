package dev.sluice.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether this replica leads. One for the life of the process: incarnations of the cluster system come and go beneath it.
 * Safe for every thread.
 */
public final class Leadership {
    private volatile Optional<Fence> fence = Optional.empty();
    private final List<Consumer<Boolean>> listeners = new ArrayList<>();
    private boolean told;

    /** Whether this replica leads now, fenced: to be asked before each act that only a leader may do. */
    public boolean leading() {
        return fence.filter(Fence::holds).isPresent();
    }

    /**
     * Hears at once and after each change, at most a second late; one call at a time, on a thread that must not be kept
     * waiting. What is heard is a reason to begin or to cease, no permission: that is {@link #leading}.
     */
    public synchronized void listen(Consumer<Boolean> listener) {
        listeners.add(listener);
        listener.accept(told);
    }

    /** It is this replica's turn, for as long as the fence holds. */
    synchronized void begin(Fence now) {
        fence = Optional.of(now);
        observe();
    }

    /** The turn is over; does nothing if it is no longer this fence's. */
    synchronized void cease(Fence ended) {
        if (fence.filter(now -> now == ended).isPresent()) {
            fence = Optional.empty();
            observe();
        }
    }

    /** Tells listeners if something has changed, as with a fence that no longer holds. */
    synchronized void observe() {
        boolean now = leading();
        if (now != told) {
            told = now;
            listeners.forEach(listener -> listener.accept(now));
        }
    }
}
