package dev.sluice.rollout.decide;

import dev.sluice.replica.DataPlaneView;

/** Requests that data planes have served, and those of them that failed: answered 5xx, by whomever, or broken off. */
record Requests(long served, long failed) {
    static final Requests NONE = new Requests(0, 0);

    static Requests of(DataPlaneView view) {
        return view.health()
                .map(health -> new Requests(health.requests(), health.failed()))
                .orElse(NONE);
    }

    Requests plus(Requests other) {
        return new Requests(served + other.served, failed + other.failed);
    }

    Requests minus(Requests earlier) {
        return new Requests(served - earlier.served, failed - earlier.failed);
    }

    /** Whether these were counted after a restart, when those were counted before it. */
    boolean restartedSince(Requests earlier) {
        return served < earlier.served || failed < earlier.failed;
    }

    /** 0 to 1; 0 of none. */
    double errorShare() {
        return served <= 0 ? 0 : (double) failed / served;
    }
}
