package dev.sluice.engine.netty;

/**
 * How fast a client takes what is written to it, window by window, while there is always something left to take. Times are
 * those of the lane's clock.
 */
final class SendPace {
    private static final double SECOND = 1e9;

    private long since;
    private long takenBefore;

    /** Looks at a client that has {@code left} bytes to take of all that were written; true if it takes them too slowly. */
    boolean tooSlow(long now, long written, long left, ClientBounds bounds) {
        long taken = written - left;
        long window = now - since;
        if (left > 0 && window < bounds.rateGrace().toNanos()) {
            return false;
        }
        boolean slow = left > 0 && taken - takenBefore < window / SECOND * bounds.minRate();
        since = now;
        takenBefore = taken;
        return slow;
    }
}
