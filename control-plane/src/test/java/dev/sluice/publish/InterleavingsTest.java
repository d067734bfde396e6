package dev.sluice.publish;

import org.junit.jupiter.api.Test;

/**
 * Law: whatever order things happen in, no data plane ever goes back, whichever replica it follows, and all have the
 * newest state when everything is quiet. {@code -Dinterleavings.seed} repeats one order, {@code -Dinterleavings.runs}
 * makes more.
 */
final class InterleavingsTest {
    private static final int RUNS = 200;

    @Test
    void noDataPlaneGoesBackAndAllEndWithTheNewest() {
        Long only = Long.getLong("interleavings.seed");
        if (only != null) {
            run(only);
            return;
        }
        Interleaving.Tally all = new Interleaving.Tally();
        for (long seed = 0; seed < Integer.getInteger("interleavings.runs", RUNS); seed++) {
            all.add(run(seed));
        }
        System.out.println("Interleavings: " + all);
        all.assertSeen();
    }

    private static Interleaving.Tally run(long seed) {
        Interleaving order = new Interleaving(seed);
        try {
            return order.all();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + " (-Dinterleavings.seed=" + seed + "), " + order, e);
        }
    }
}
