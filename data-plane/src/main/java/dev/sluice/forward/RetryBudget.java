package dev.sluice.forward;

/**
 * How many more attempts than requests a lane may make, so that retries do not multiply the load of backends that fail:
 * a share of the requests, and a few a second where there are few. Confined to one lane.
 */
final class RetryBudget {
    private static final double PER_REQUEST = 0.2;
    private static final double PER_SECOND = 10;
    private static final double MOST = 100;
    private static final double NANOS = 1e9;

    private double tokens = PER_SECOND;
    private long filledAt;

    RetryBudget(long nowNanos) {
        filledAt = nowNanos;
    }

    void requestBegan() {
        tokens = Math.min(MOST, tokens + PER_REQUEST);
    }

    /** Takes one retry; false if there is none to be had. */
    boolean take(long nowNanos) {
        tokens = Math.min(MOST, tokens + (nowNanos - filledAt) / NANOS * PER_SECOND);
        filledAt = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
