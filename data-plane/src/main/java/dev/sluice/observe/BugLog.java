package dev.sluice.observe;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the proxy itself threw, once a second at most: a bug that every request meets must not fill the disk. */
final class BugLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.requests");
    private static final long SECOND = 1_000_000_000;

    private long loggedAt = System.nanoTime() - SECOND;
    private long silent;

    void log(Throwable bug) {
        long now = System.nanoTime();
        if (now - loggedAt < SECOND) {
            silent++;
            return;
        }
        LOG.error("A request ended because of a bug in the proxy ({} more since the last line)", silent, bug);
        loggedAt = now;
        silent = 0;
    }
}
