package dev.sluice.engine.netty;

import dev.sluice.engine.LeastRate;

/**
 * How fast a client takes what is written to it, window by window, while there is always something left to take. Times are
 * those of the lane's clock.
 */
final class SendPace {
    private boolean behind;
    private long since;
    private long takenBefore;

    /** Something else is written from now on. */
    void begin() {
        behind = false;
    }

    /** Looks at a client that has {@code left} bytes to take of all that were written; true if it takes them too slowly. */
    boolean tooSlow(long now, long written, long left, LeastRate least) {
        long taken = written - left;
        if (left == 0 || !behind) {
            behind = left > 0;
            look(now, taken);
            return false;
        }
        long window = now - since;
        if (window < least.over().toNanos()) {
            return false;
        }
        boolean slow = least.missed(taken - takenBefore, window);
        look(now, taken);
        return slow;
    }

    private void look(long now, long taken) {
        since = now;
        takenBefore = taken;
    }
}
