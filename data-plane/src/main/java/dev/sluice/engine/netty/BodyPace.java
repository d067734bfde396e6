package dev.sluice.engine.netty;

/**
 * How fast a client sends a body, over the time for which it was waited. What the backend makes it wait does not count. Times
 * are those of the lane's clock.
 */
final class BodyPace {
    private static final double SECOND = 1e9;

    private long bytes;
    private long waited;
    private long since;
    private boolean waiting;

    void begin() {
        bytes = 0;
        waited = 0;
        waiting = false;
    }

    /** There is nothing to read, and somebody wants more. */
    void waits(long now) {
        if (!waiting) {
            waiting = true;
            since = now;
        }
    }

    void came(long now, int size) {
        bytes += size;
        if (waiting) {
            waiting = false;
            waited += now - since;
        }
    }

    boolean tooSlow(long now, ClientBounds bounds) {
        long all = waiting ? waited + now - since : waited;
        return all > bounds.rateGrace().toNanos() && bytes < all / SECOND * bounds.minRate();
    }
}
