package dev.sluice.watch.kubernetes;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before trying again: doubling, with jitter so that replicas do not return in step. */
final class Backoff {
    /** @param first before the second attempt; each is drawn from half of it to all of it */
    record Limits(Duration first, Duration longest) {
        static final Limits USUAL = new Limits(Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    private final Limits limits;
    private int failures;

    Backoff(Limits limits) {
        this.limits = limits;
    }

    void succeeded() {
        failures = 0;
    }

    /** True if nothing has failed since the last success. */
    boolean fresh() {
        return failures == 0;
    }

    /** A failure after which to try again at once. */
    void failed() {
        failures++;
    }

    void pause() throws InterruptedException {
        pause(Duration.ZERO);
    }

    /** At least so long, and some more, so that not all come back at the same moment. */
    void pause(Duration least) throws InterruptedException {
        Duration own = next();
        Thread.sleep(own.compareTo(least) > 0 ? own : least.plus(own));
    }

    private Duration next() {
        long bound = limits.longest().toMillis();
        long delay = Math.min(bound, limits.first().toMillis() << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(delay / 2, delay + 1));
    }
}
