package dev.sluice.engine.netty;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * What is left to do in a lane at the end of each event: first connections read on, then all of them flush. Those that carry
 * many exchanges flush behind all events that the kernel told of at once: what these have for one client is then one write to
 * it, and within TLS one record.
 */
final class Turns {
    private final ArrayDeque<Turn> ready = new ArrayDeque<>();
    private final ArrayDeque<Turn> dirty = new ArrayDeque<>();
    private final ArrayDeque<Turn> gathering = new ArrayDeque<>();
    private final Executor behindEvents;
    /** Events under way, one within the other, and the turns themselves. */
    private int depth;

    /** @param behindEvents runs what it is given in the lane, when the events that came together are over */
    Turns(Executor behindEvents) {
        this.behindEvents = behindEvents;
    }

    /** The connection is to read on; at most once until it does. */
    void ready(Turn turn) {
        ready.add(turn);
    }

    /** The connection is to flush; at most once until it does. */
    void dirty(Turn turn) {
        dirty.add(turn);
    }

    /** The connection is to flush, once for all events that came together; at most once until it does. */
    void gathering(Turn turn) {
        gathering.add(turn);
        if (gathering.size() == 1) {
            behindEvents.execute(this::gathered);
        }
    }

    private void gathered() {
        dirty.addAll(gathering);
        gathering.clear();
        run();
    }

    /** As {@link #begin}, {@code event}, {@link #end} and {@link #run}. */
    void run(Runnable event) {
        begin();
        try {
            event.run();
        } finally {
            end();
        }
        run();
    }

    /**
     * An event begins that calls the pipeline: nobody gets a turn before its {@link #end}. Netty tells of some events within
     * others, as that a channel is full within the write that fills it: what is left to do is to be done behind that write.
     */
    void begin() {
        depth++;
    }

    void end() {
        depth--;
    }

    /** To be called at the end of every event; within another, or within itself, it does nothing. */
    void run() {
        if (depth > 0) {
            return;
        }
        begin();
        try {
            while (!ready.isEmpty() || !dirty.isEmpty()) {
                Turn turn = ready.poll();
                if (turn != null) {
                    advance(turn);
                } else {
                    flush(dirty.remove());
                }
            }
        } finally {
            end();
        }
    }

    private static void advance(Turn turn) {
        try {
            turn.advance();
        } catch (RuntimeException e) {
            turn.failed(e);
        }
    }

    private static void flush(Turn turn) {
        try {
            turn.flush();
        } catch (RuntimeException e) {
            turn.failed(e);
        }
    }
}
