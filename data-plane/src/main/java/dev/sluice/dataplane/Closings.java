package dev.sluice.dataplane;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be closed, the last one first; what does not close cleanly does not keep the rest from it. */
final class Closings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closings.class);

    private record Closing(String what, AutoCloseable how) {}

    private final Deque<Closing> closings = new ArrayDeque<>();

    synchronized void add(String what, AutoCloseable how) {
        closings.push(new Closing(what, how));
    }

    @Override
    public synchronized void close() {
        while (!closings.isEmpty()) {
            Closing closing = closings.pop();
            try {
                closing.how.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("Not closed cleanly: {}", closing.what, e);
            }
        }
    }
}
