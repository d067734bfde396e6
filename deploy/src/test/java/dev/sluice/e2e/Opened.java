package dev.sluice.e2e;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has started, to be ended in the opposite order. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    /** Ends it with the others; returns it. */
    <T extends AutoCloseable> T add(T one) {
        all.push(one);
        return one;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : all) {
            each.close();
        }
    }
}
