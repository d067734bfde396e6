package dev.sluice.observe;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of durations with two buckets an octave from 64 microseconds to 134 seconds: at most a third off, and its
 * bounds are always the same. One thread records, any other may read what is a moment old.
 */
final class Durations {
    /** 2^16 ns is the width of the first bucket: 65.536 microseconds. */
    private static final int FIRST_BITS = 16;

    private static final int OCTAVES = 21;
    private static final int FINITE = 1 + 2 * OCTAVES;
    /** Finite buckets and the infinite one. */
    static final int BUCKETS = FINITE + 1;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLongArray sum = new AtomicLongArray(1);

    void record(long nanos) {
        int bucket = bucket(nanos);
        counts.setRelease(bucket, counts.getPlain(bucket) + 1);
        sum.setRelease(0, sum.getPlain(0) + nanos);
    }

    long count(int bucket) {
        return counts.getOpaque(bucket);
    }

    long sumNanos() {
        return sum.getOpaque(0);
    }

    /** Which bucket a duration belongs to: the first whose bound it does not exceed. */
    static int bucket(long nanos) {
        long below = Math.max(nanos - 1, 0);
        int octave = 63 - Long.numberOfLeadingZeros(below | 1) - FIRST_BITS;
        if (octave < 0) {
            return 0;
        }
        int half = (int) (below >>> (FIRST_BITS + octave - 1)) & 1;
        return Math.min(1 + 2 * octave + half, BUCKETS - 1);
    }

    /** The upper bound of a bucket, inclusive; infinite for the last. */
    static double boundSeconds(int bucket) {
        if (bucket == BUCKETS - 1) {
            return Double.POSITIVE_INFINITY;
        }
        long nanos = bucket == 0
                ? 1L << FIRST_BITS
                : (bucket % 2 == 1 ? 3L << (FIRST_BITS - 1) : 1L << (FIRST_BITS + 1)) << ((bucket - 1) / 2);
        return nanos / 1e9;
    }
}
