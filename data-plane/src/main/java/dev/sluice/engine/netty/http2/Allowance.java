package dev.sluice.engine.netty.http2;

/** How often a peer may do something within {@link #WINDOW_NANOS}; what is left over at its end is not saved. */
public final class Allowance {
    /** 10 s. */
    public static final long WINDOW_NANOS = 10_000_000_000L;

    private final int most;
    private long windowEnd;
    private int left;

    /** @param now nanoseconds of the clock with which {@link #take} is called */
    public Allowance(int most, long now) {
        this.most = most;
        this.left = most;
        this.windowEnd = now + WINDOW_NANOS;
    }

    /** @return false if it was done more often than is allowed */
    public boolean take(long now) {
        if (now - windowEnd >= 0) {
            windowEnd = now + WINDOW_NANOS;
            left = most;
        }
        return --left >= 0;
    }
}
