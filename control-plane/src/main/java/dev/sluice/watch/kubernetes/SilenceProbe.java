package dev.sluice.watch.kubernetes;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the identity of one object of a collection whose watch has been silent for a while. An answer shows that the
 * server is there and has this collection at some number. A number lower than what was consumed, or another count of
 * objects twice in a row, is a reason to compare everything. It does not show that the watch itself would tell of a
 * change: that is found by other replicas' numbers, and at the latest when the watch is opened anew for its silence.
 */
final class SilenceProbe implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SilenceProbe.class);

    private final WatchScope scope;
    private final ApiServer api;
    private final Told told;
    private final Confirmer confirmer;
    private final Duration every;
    private boolean differed;

    /** @param every how long to be silent before it is asked, and between two questions */
    SilenceProbe(WatchScope scope, ApiServer api, Told told, Confirmer confirmer, Duration every) {
        this.scope = scope;
        this.api = api;
        this.told = told;
        this.confirmer = confirmer;
        this.every = every;
    }

    @Override
    public void run() {
        try {
            while (!told.stopped()) {
                Duration left = every.minus(told.silence());
                if (left.isPositive()) {
                    Thread.sleep(left);
                } else {
                    ask();
                    if (told.silence().compareTo(every) >= 0) {
                        Thread.sleep(every); // it did not answer
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only ever to stop
        }
    }

    private void ask() throws InterruptedException {
        long before = told.consumed();
        try {
            ListPage page = api.metadata(scope, "", 1);
            judge(page, before);
        } catch (IOException e) {
            LOG.debug("{} does not answer while it is silent: {}", scope.key(), e.getMessage());
        }
    }

    private void judge(ListPage page, long before) throws IOException {
        long number = number(page);
        boolean differs = told.whole() && page.total() >= 0 && page.total() != told.size();
        if (number < before || (differs && differed)) {
            confirmer.confirm();
        } else {
            told.heard();
        }
        differed = differs;
    }

    private static long number(ListPage page) throws IOException {
        try {
            return Long.parseLong(page.resourceVersion());
        } catch (NumberFormatException e) {
            throw new IOException("resourceVersion '" + page.resourceVersion() + "': expected a number", e);
        }
    }
}
