package dev.sluice.engine.netty;

import java.util.ArrayDeque;

/** What is left to do in a lane at the end of each event: first connections read on, then all of them flush. */
final class Turns {
    private final ArrayDeque<Turn> ready = new ArrayDeque<>();
    private final ArrayDeque<Turn> dirty = new ArrayDeque<>();
    private boolean running;

    /** The connection is to read on; at most once until it does. */
    void ready(Turn turn) {
        ready.add(turn);
    }

    /** The connection is to flush; at most once until it does. */
    void dirty(Turn turn) {
        dirty.add(turn);
    }

    /** To be called at the end of every event; within itself it does nothing. */
    void run() {
        if (running) {
            return;
        }
        running = true;
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
            running = false;
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
