package dev.sluice.forward;

import java.util.concurrent.TimeUnit;

/** When a connection that is a tunnel is to end because all of them are: at a moment of its own. Confined to one lane. */
final class Dismissal {
    private final LaneState<?> lane;
    private boolean begun;
    private long at;

    Dismissal(LaneState<?> lane) {
        this.lane = lane;
    }

    /** For the next tunnel. */
    void clear() {
        begun = false;
    }

    boolean due(long now) {
        int spread = lane.tunnels.spreadMillis();
        if (spread < 0) {
            return false;
        }
        if (!begun) {
            begun = true;
            at = now + TimeUnit.MILLISECONDS.toNanos(lane.random.below(spread));
        }
        return now - at >= 0;
    }
}
