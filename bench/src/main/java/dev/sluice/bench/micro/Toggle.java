package dev.sluice.bench.micro;

import java.util.Random;

/** Which of many things to change next, at random, and to what: each is changed to and fro, so that every call is a change. */
final class Toggle {
    private final Random random = new Random(42);
    private final boolean[] flipped;

    Toggle(int count) {
        this.flipped = new boolean[count];
    }

    int next() {
        return random.nextInt(flipped.length);
    }

    /** True if thing {@code i} is now to be changed away from how it began, false if back. */
    boolean flip(int i) {
        flipped[i] = !flipped[i];
        return flipped[i];
    }
}
