package dev.sluice.engine.netty;

/**
 * How fast a client takes what is written to it, window by window, while there is always something left to take. Times are
 * those of the lane's clock.
 */
final class SendPace {
    private static final double SECOND = 1e9;

    private boolean behind;
    private long since;
    private long takenBefore;

    /** Something else is written from now on. */
    void begin() {
        behind = false;
    }

    /** Looks at a client that has {@code left} bytes to take of all that were written; true if it takes them too slowly. */
    boolean tooSlow(long now, long written, long left, ClientBounds bounds) {
        long taken = written - left;
        if (left == 0 || !behind) {
            behind = left > 0;
            look(now, taken);
            return false;
        }
        long window = now - since;
        if (window < bounds.rateGrace().toNanos()) {
            return false;
        }
        boolean slow = taken - takenBefore < window / SECOND * bounds.minRate();
        look(now, taken);
        return slow;
    }

    private void look(long now, long taken) {
        since = now;
        takenBefore = taken;
    }
}
