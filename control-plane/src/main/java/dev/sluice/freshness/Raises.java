package dev.sluice.freshness;

/**
 * When the epoch may be raised: not before all have agreed for a while, and not often. Each raise that follows soon waits
 * twice as long as the one before, so that a data plane that makes up numbers costs little. Time is the count of looks.
 */
final class Raises {
    private static final int MOST_WAIT = 128; // times the first: about an hour

    private final long settle;
    private final long spacing;
    private long guiltySince = -1;
    private long next;
    private long wait;

    Raises(long settle, long spacing) {
        this.settle = settle;
        this.spacing = spacing;
        this.wait = spacing;
    }

    boolean due(boolean guilty, long now) {
        if (!guilty) {
            guiltySince = -1;
            return false;
        }
        guiltySince = guiltySince < 0 ? now : guiltySince;
        return now - guiltySince >= settle && now >= next;
    }

    void raised(long now) {
        boolean soon = next > 0 && now - next < spacing * MOST_WAIT;
        wait = soon ? Math.min(wait * 2, spacing * MOST_WAIT) : spacing;
        next = now + wait;
        guiltySince = -1;
    }
}
