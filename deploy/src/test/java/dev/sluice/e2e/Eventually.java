package dev.sluice.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what a process does without telling. */
final class Eventually {
    private Eventually() {}

    static void within(Duration limit, String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(java.io.IOException.class)
                .until(condition);
    }
}
