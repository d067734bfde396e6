package dev.sluice.forward;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the exchanges of a lane a few times a second to find those that wait for too long: no timer a request, no more
 * than {@link #TICK_NANOS} late. Ticks only while there are exchanges. Confined to one lane.
 */
final class Deadlines {
    /** 100 ms. */
    static final long TICK_NANOS = 100_000_000;

    /** What can wait for too long; linked into the list by itself, so that entering and leaving allocates nothing. */
    abstract static class Waiting {
        private @Nullable Waiting previous;
        private @Nullable Waiting next;
        private boolean linked;

        /** Gives up what has been waited for until now without success. */
        abstract void tick(long nowNanos);
    }

    private final Lane<?> lane;
    private final Shedding shedding;
    private final Runnable tick = this::tick;
    private @Nullable Waiting first;
    private @Nullable Waiting cursor;
    private boolean ticking;
    private long due;

    /** @param shedding is told how late each look is */
    Deadlines(Lane<?> lane, Shedding shedding) {
        this.lane = lane;
        this.shedding = shedding;
    }

    void add(Waiting waiting) {
        waiting.linked = true;
        waiting.previous = null;
        waiting.next = first;
        if (first != null) {
            first.previous = waiting;
        }
        first = waiting;
        if (!ticking) {
            ticking = true;
            shedding.idle();
            schedule(lane.nanoTime());
        }
    }

    private void schedule(long now) {
        due = now + TICK_NANOS;
        lane.schedule(tick, TICK_NANOS);
    }

    void remove(Waiting waiting) {
        if (!waiting.linked) {
            return;
        }
        waiting.linked = false;
        if (cursor == waiting) {
            cursor = waiting.next;
        }
        if (waiting.previous == null) {
            first = waiting.next;
        } else {
            waiting.previous.next = waiting.next;
        }
        if (waiting.next != null) {
            waiting.next.previous = waiting.previous;
        }
        waiting.previous = null;
        waiting.next = null;
    }

    /** Whoever gives up leaves the list, and others may leave with it: the cursor is moved on by {@link #remove}. */
    private void tick() {
        long now = lane.nanoTime();
        shedding.looked(now - due);
        cursor = first;
        while (cursor != null) {
            Waiting waiting = cursor;
            cursor = waiting.next;
            waiting.tick(now);
        }
        ticking = first != null;
        if (ticking) {
            schedule(lane.nanoTime());
        }
    }
}
