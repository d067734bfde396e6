package dev.sluice.engine.netty;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** For what no event tells: polled often, and not for long. */
final class Await {
    private Await() {}

    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(30))
                .until(condition);
    }
}
