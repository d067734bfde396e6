package dev.sluice.balance;

import java.util.concurrent.ThreadLocalRandom;

/** Cheap random numbers for balancing, apart for each lane (xorshift64*; no secret depends on them). */
final class LaneRandom {
    /** Numbers of different lanes are on different cache lines (64 bytes). */
    private static final int STRIDE = 8;

    private final long[] states;

    LaneRandom(int lanes) {
        this.states = new long[lanes * STRIDE];
        for (int lane = 0; lane < lanes; lane++) {
            states[lane * STRIDE] = ThreadLocalRandom.current().nextLong() | 1;
        }
    }

    /** 0 to {@code bound - 1}, evenly; called in the lane. */
    int below(int lane, int bound) {
        long x = states[lane * STRIDE];
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        states[lane * STRIDE] = x;
        long high32 = (x * 0x2545F4914F6CDD1DL) >>> 32;
        return (int) ((high32 * bound) >>> 32);
    }
}
