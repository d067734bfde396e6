package dev.sluice.forward;

/**
 * Random numbers for choices and request ids: cheap, well spread, not secret (SplitMix64, Steele, Lea and Flood 2014).
 * Confined to one lane.
 */
final class LaneRandom {
    private long state;

    /** @param seed secret where ids must not be guessed from the start time */
    LaneRandom(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = state;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /** 0 to {@code bound - 1}; the bias is below one in {@code 2^32 / bound}. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }
}
