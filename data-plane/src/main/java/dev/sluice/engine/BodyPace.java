package dev.sluice.engine;

/**
 * How fast a client sends a body, over the time for which it was waited. What the backend makes it wait does not count. Times
 * are nanoseconds of one monotonic clock. Belongs to one lane.
 */
public final class BodyPace {
    private long bytes;
    private long waited;
    private long since;
    private boolean waiting;

    /** Another body is sent from now on. */
    public void begin() {
        bytes = 0;
        waited = 0;
        waiting = false;
    }

    /** There is nothing to read, and somebody wants more. */
    public void waits(long now) {
        if (!waiting) {
            waiting = true;
            since = now;
        }
    }

    /** A piece of it has come. */
    public void came(long now, int size) {
        bytes += size;
        if (waiting) {
            waiting = false;
            waited += now - since;
        }
    }

    /** Whether it comes more slowly than it must. */
    public boolean tooSlow(long now, LeastRate least) {
        return least.missed(bytes, waiting ? waited + now - since : waited);
    }
}
