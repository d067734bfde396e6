package dev.sluice.watch.kubernetes;

import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.narrow.Narrower;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Lists one collection and watches it from there, for ever. The position (the collection's resourceVersion) moves with
 * every event and bookmark; a watch that ends goes on from it, so that nothing is lost or told twice; when the server no
 * longer knows it (410 Gone) the list is made again and what has vanished meanwhile is told as deleted.
 *
 * <p>404 and 403 make a kind unavailable only as long as it was never read: a server that starts answers 403 until it
 * has read its own roles, and must not empty the table by that. Confined to its thread, but for what it has {@link Told}.
 */
final class WatchLoop implements Runnable {
    private static final Duration STABLE = Duration.ofSeconds(1);

    /**
     * What a loop works with; the same for all loops of a watcher.
     *
     * @param reopened counts watches that fell silent
     */
    record Tools(
            ApiServer api,
            Narrower narrower,
            EventSink sink,
            Outages outages,
            Duration watchTime,
            Backoff.Limits backoff,
            LongAdder reopened) {}

    private enum Health {
        WELL,
        DISCONNECTED,
        UNAVAILABLE
    }

    private final WatchScope scope;
    private final WatchKey watch;
    private final Tools tools;
    private final Backoff backoff;
    private final Told told;
    private volatile @Nullable WatchStream open;
    private Health health = Health.WELL;
    private String unavailableBecause = "";
    private boolean paged = true;

    WatchLoop(WatchScope scope, Tools tools) {
        this.scope = scope;
        this.watch = scope.key();
        this.tools = tools;
        this.backoff = new Backoff(tools.backoff());
        this.told = new Told(watch, tools.narrower(), tools.sink(), tools.outages());
    }

    WatchKey watch() {
        return watch;
    }

    Told told() {
        return told;
    }

    /** The thread is to be interrupted after it. */
    void stop() {
        told.stop();
    }

    /** Leaves the watch that is open, to make a list. From any thread. */
    void relist() {
        told.relist();
        WatchStream stream = open;
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public void run() {
        while (!told.stopped()) {
            try {
                listAndWatch();
            } catch (InterruptedException e) {
                Thread.interrupted(); // only ever to stop
            }
        }
        tools.outages().forget(watch);
    }

    private void listAndWatch() throws InterruptedException {
        try {
            if (!told.whole()) {
                list();
            }
            follow();
        } catch (ApiRefused e) {
            refused(e);
        } catch (WatchFellSilent e) {
            tools.reopened().increment(); // gone on from the position; if the server is away, opening will tell
        } catch (IOException e) {
            if (health == Health.WELL && told.synced() && backoff.fresh()) {
                backoff.failed(); // a connection may die of age just when it is used again: that is no outage yet
            } else {
                lost(e.toString(), Duration.ZERO);
            }
        }
    }

    private void list() throws IOException, InterruptedException {
        try {
            told.beginList();
            ListPage page = tools.api().list(scope, "", paged);
            told.page(page);
            while (!page.next().isEmpty()) {
                page = tools.api().list(scope, page.next(), paged);
                told.page(page);
            }
            paged = true;
            well();
            told.endList(page.resourceVersion());
        } catch (ApiRefused e) {
            paged = !e.gone(); // in the middle of a list it is the token that has expired: then all in one page
            throw e;
        }
    }

    private void follow() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        boolean heard = false;
        try (WatchStream stream = tools.api().watch(scope, told.position(), watchTime())) {
            open = stream;
            if (health != Health.WELL) {
                well();
                told.progressed();
            }
            Optional<String> message = told.whole() ? stream.next() : Optional.empty();
            while (message.isPresent() && !told.stopped() && told.whole()) {
                heard = true;
                backoff.succeeded();
                take(WatchMessage.of(message.get()));
                message = stream.next();
            }
        } finally {
            open = null;
        }
        if (heard || System.nanoTime() - begun >= STABLE.toNanos()) {
            backoff.succeeded();
        } else {
            backoff.pause(); // a server that ends watches at once must not be asked in a circle
        }
    }

    /** Not always the same, so that the watches of all kinds and replicas are not renewed together. */
    private Duration watchTime() {
        long millis = tools.watchTime().toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis * 3 / 4, millis + 1));
    }

    private void take(WatchMessage message) throws IOException {
        switch (message) {
            case WatchMessage.Changed changed -> told.changed(changed.object());
            case WatchMessage.Removed removed -> told.removed(removed.object());
            case WatchMessage.Bookmark(String version) -> told.bookmark(version);
            case WatchMessage.Failed(ApiRefused reason) -> {
                told.relist();
                throw reason;
            }
        }
    }

    private void refused(ApiRefused e) throws InterruptedException {
        if (e.gone()) {
            told.relist();
            if (health == Health.WELL && backoff.fresh()) {
                backoff.failed();
                return;
            }
            backoff.pause();
        } else if (e.final4xx() && !told.synced()) {
            told.heard(); // the server is there
            unavailable(String.valueOf(e.getMessage()));
        } else {
            lost(String.valueOf(e.getMessage()), e.retryAfter());
        }
    }

    private void unavailable(String reason) throws InterruptedException {
        if (!told.stopped() && (health != Health.UNAVAILABLE || !reason.equals(unavailableBecause))) {
            tools.outages().back(watch);
            tools.outages().unavailable(watch, reason);
            health = Health.UNAVAILABLE;
            unavailableBecause = reason;
            told.tell(new ObjectEvent.Unavailable(watch, reason));
        }
        backoff.pause();
    }

    private void lost(String reason, Duration spare) throws InterruptedException {
        if (!told.stopped() && health != Health.DISCONNECTED) {
            health = Health.DISCONNECTED;
            tools.outages().lost(watch, reason);
            told.tell(new ObjectEvent.Disconnected(watch, reason));
        }
        backoff.pause(spare);
    }

    private void well() {
        health = Health.WELL;
        unavailableBecause = "";
        tools.outages().back(watch);
    }
}
