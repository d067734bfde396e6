package dev.sluice.forward;

/**
 * Decides for one lane which new requests it cannot take. A lane that does late what it has planned for now serves requests
 * as late: as long as that goes on, a growing share is shed; when it ends, a shrinking one. One late moment (a collection
 * of garbage, a neighbour) sheds nothing. Confined to one lane.
 */
final class Shedding {
    /** As CoDel, the least of an interval counts, not the most: this many looks in a row. */
    static final int PATIENCE = 5;

    private static final int ALL = 100;
    private static final int UP = 10;
    private static final int DOWN = 5;
    /** Some are always let in: else nobody would see that it is over. */
    private static final int MOST = 95;

    private final long latenessNanos;
    private final int mostInFlight;
    private int inFlight;
    private int late;
    private int level;

    /** @param lanes that share what may be in flight */
    Shedding(Overload overload, int lanes) {
        this.latenessNanos = overload.lateness().toNanos();
        this.mostInFlight = Math.ceilDiv(overload.maxInFlight(), lanes);
    }

    void begun() {
        inFlight++;
    }

    void ended() {
        inFlight--;
    }

    /** Whether the request that has just begun is shed. */
    boolean sheds(LaneRandom random) {
        return inFlight > mostInFlight || (level > 0 && random.below(ALL) < level);
    }

    /** The lane has looked at its clock this much too late. */
    void looked(long lateNanos) {
        if (latenessNanos == 0) {
            return;
        }
        if (lateNanos <= latenessNanos) {
            late = 0;
            level = Math.max(0, level - DOWN);
        } else if (++late >= PATIENCE) {
            level = Math.min(MOST, level + UP);
        }
    }

    /** The lane has nothing to do. */
    void idle() {
        late = 0;
        level = 0;
    }

    /** The share of requests that is shed, in percent. */
    int level() {
        return level;
    }
}
