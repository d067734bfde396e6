package dev.sluice.watch.kubernetes;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedObject;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.narrow.Narrowed;
import dev.sluice.watch.narrow.Narrower;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Lists one collection and watches it from there, for ever. The position (the collection's resourceVersion) moves with
 * every event and bookmark; a watch that ends goes on from it, so that nothing is lost or told twice; when the server no
 * longer knows it (410 Gone) the list is made again and what has vanished meanwhile is told as deleted.
 *
 * <p>404 and 403 make a kind unavailable only as long as it was never read: a server that starts answers 403 until it
 * has read its own roles, and must not empty the table by that. Confined to its thread.
 */
final class WatchLoop implements Runnable {
    private static final Duration STABLE = Duration.ofSeconds(1);

    /** What a loop works with; the same for all loops of a watcher. */
    record Tools(
            ApiServer api,
            Narrower narrower,
            EventSink sink,
            Outages outages,
            Duration watchTime,
            Backoff.Limits backoff) {}

    private enum Health {
        WELL,
        DISCONNECTED,
        UNAVAILABLE
    }

    private final WatchScope scope;
    private final WatchKey watch;
    private final Tools tools;
    private final Backoff backoff;
    private final KnownObjects known = new KnownObjects();
    private volatile boolean stopped;
    private Health health = Health.WELL;
    private String unavailableBecause = "";
    private boolean synced;
    private boolean paged = true;
    private String position = ""; // empty: to be listed
    private long consumed;

    WatchLoop(WatchScope scope, Tools tools) {
        this.scope = scope;
        this.watch = scope.key();
        this.tools = tools;
        this.backoff = new Backoff(tools.backoff());
    }

    /** The thread is to be interrupted after it. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped) {
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
            if (position.isEmpty()) {
                list();
            }
            watch();
        } catch (ApiRefused e) {
            refused(e);
        } catch (IOException e) {
            if (health == Health.WELL && synced && backoff.fresh()) {
                backoff.failed(); // a connection may die of age just when it is used again: that is no outage yet
            } else {
                lost(e.toString());
            }
        }
    }

    private void list() throws IOException, InterruptedException {
        Set<ObjectKey> listed = new HashSet<>();
        ListPage page = tools.api().list(scope, "", paged);
        apply(page, listed);
        while (!page.next().isEmpty()) {
            page = tools.api().list(scope, page.next(), paged);
            apply(page, listed);
        }
        for (ObjectKey gone : known.removeAllBut(listed)) {
            tell(new ObjectEvent.Deleted(watch, gone, consumed));
        }
        paged = true;
        synced = true;
        moveTo(page.resourceVersion());
        well();
        tell(new ObjectEvent.Synced(watch, consumed));
    }

    /** Until the list is complete nothing of it counts as consumed: the numbers move with the end of the list. */
    private void apply(ListPage page, Set<ObjectKey> listed) {
        for (Map<String, @Nullable Object> item : page.items()) {
            for (ObservedObject object : narrow(item)) {
                listed.add(object.key());
                if (known.put(object)) {
                    tell(new ObjectEvent.Applied(watch, object, consumed));
                }
            }
        }
    }

    private void watch() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        boolean heard = false;
        try (WatchStream stream = tools.api().watch(scope, position, watchTime())) {
            if (health != Health.WELL) {
                well();
                tell(new ObjectEvent.Progressed(watch, consumed));
            }
            Optional<String> message = stream.next();
            while (message.isPresent() && !stopped) {
                heard = true;
                backoff.succeeded();
                take(WatchMessage.of(message.get()));
                message = stream.next();
            }
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
            case WatchMessage.Changed(Map<String, @Nullable Object> tree) -> {
                moveTo(version(tree));
                for (ObservedObject object : narrow(tree)) {
                    if (known.put(object)) {
                        tell(new ObjectEvent.Applied(watch, object, consumed));
                    }
                }
            }
            case WatchMessage.Removed(Map<String, @Nullable Object> tree) -> {
                moveTo(version(tree));
                for (ObservedObject object : narrow(tree)) {
                    if (known.remove(object.key())) {
                        tell(new ObjectEvent.Deleted(watch, object.key(), consumed));
                    }
                }
            }
            case WatchMessage.Bookmark(String version) -> {
                moveTo(version);
                tell(new ObjectEvent.Progressed(watch, consumed));
            }
            case WatchMessage.Failed(ApiRefused reason) -> {
                position = "";
                throw reason;
            }
        }
    }

    private List<ObservedObject> narrow(Map<String, @Nullable Object> tree) {
        return switch (tools.narrower().narrow(tree)) {
            case Narrowed.Seen(List<ObservedObject> objects) -> objects;
            // The server has no objects without a name, and none of another kind in this collection.
            case Narrowed.Ignored ignored -> List.of();
            case Narrowed.Unidentified unidentified -> List.of();
        };
    }

    private static String version(Map<String, @Nullable Object> tree) {
        return JsonTree.text(JsonTree.object(tree, "metadata"), "resourceVersion");
    }

    /** Versions are numbers (KEP-5504); a server whose versions are not is followed, but does not move the count. */
    private void moveTo(String version) {
        if (version.isEmpty()) {
            return;
        }
        position = version;
        try {
            consumed = Math.max(consumed, Long.parseUnsignedLong(version));
        } catch (NumberFormatException e) {
            tools.outages().versionIsNoNumber(watch, version);
        }
    }

    private void refused(ApiRefused e) throws InterruptedException {
        if (e.gone()) {
            // In the middle of a list it is the token that has expired: then all in one page.
            paged = !position.isEmpty();
            position = "";
            if (health == Health.WELL && backoff.fresh()) {
                backoff.failed();
                return;
            }
            backoff.pause();
        } else if (e.final4xx() && !synced) {
            unavailable(String.valueOf(e.getMessage()));
        } else {
            lost(String.valueOf(e.getMessage()));
        }
    }

    private void unavailable(String reason) throws InterruptedException {
        if (!stopped && (health != Health.UNAVAILABLE || !reason.equals(unavailableBecause))) {
            tools.outages().back(watch);
            tools.outages().unavailable(watch, reason);
            health = Health.UNAVAILABLE;
            unavailableBecause = reason;
            tell(new ObjectEvent.Unavailable(watch, reason));
        }
        backoff.pause();
    }

    private void lost(String reason) throws InterruptedException {
        if (!stopped && health != Health.DISCONNECTED) {
            health = Health.DISCONNECTED;
            tools.outages().lost(watch, reason);
            tell(new ObjectEvent.Disconnected(watch, reason));
        }
        backoff.pause();
    }

    private void well() {
        health = Health.WELL;
        unavailableBecause = "";
        tools.outages().back(watch);
    }

    private void tell(ObjectEvent event) {
        if (!stopped) {
            tools.sink().accept(event);
        }
    }
}
