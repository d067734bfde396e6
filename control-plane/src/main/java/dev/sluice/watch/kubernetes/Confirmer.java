package dev.sluice.watch.kubernetes;

import dev.sluice.watch.Confirmation;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Compares one watch with consistent lists of it, one list at a time. Whoever asks before a list begins shares it; who
 * asks later gets the next one: a list that has begun may be older than what the asker has heard of, and would prove too
 * much.
 */
final class Confirmer {
    /**
     * @param spacing at least from the beginning of one list to that of the next
     * @param grace in which a watch may catch up with a list that shows something else
     * @param longest that a list of many pages may take
     */
    record Limits(Duration spacing, Duration grace, Duration longest) {}

    private final WatchScope scope;
    private final ApiServer api;
    private final WatchLoop loop;
    private final Limits limits;
    private long begunNanos;
    private @Nullable CompletableFuture<Confirmation> next;
    private @Nullable Thread running;

    Confirmer(WatchScope scope, ApiServer api, WatchLoop loop, Limits limits) {
        this.scope = scope;
        this.api = api;
        this.loop = loop;
        this.limits = limits;
        this.begunNanos = System.nanoTime() - limits.spacing().toNanos();
    }

    synchronized CompletionStage<Confirmation> confirm() {
        CompletableFuture<Confirmation> answer = next;
        if (answer == null) {
            answer = new CompletableFuture<>();
            next = answer;
            if (running == null) {
                running = Thread.ofVirtual().name("confirm " + scope.key()).start(this::run);
            }
        }
        return answer.copy();
    }

    /** Whoever waits is told that it could not be found out. */
    synchronized void stop() {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        CompletableFuture<Confirmation> answer = take();
        while (answer != null) {
            answer.complete(compare());
            answer = take();
        }
    }

    /** The next answer to be found, once a list may begin; null if nobody asks. */
    private @Nullable CompletableFuture<Confirmation> take() {
        pace();
        synchronized (this) {
            CompletableFuture<Confirmation> taken = next;
            next = null;
            if (taken == null) {
                running = null;
            }
            begunNanos = System.nanoTime();
            return taken;
        }
    }

    private void pace() {
        try {
            long left = wanted() ? begunNanos + limits.spacing().toNanos() - System.nanoTime() : 0;
            if (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean wanted() {
        return next != null;
    }

    private Confirmation compare() {
        try {
            Told told = loop.told();
            if (!told.free(limits.grace())) {
                return new Confirmation.Unknown("its events are not taken in");
            }
            long before = told.consumed();
            return compare(told, list(), before);
        } catch (IOException e) {
            return new Confirmation.Unknown(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Confirmation.Unknown("the watch has ended");
        }
    }

    private Confirmation compare(Told told, Listed list, long before) throws InterruptedException {
        long deadline = System.nanoTime() + limits.grace().toNanos();
        Optional<Confirmation> found = told.compare(list, before);
        while (found.isEmpty() && told.awaitStep(deadline)) {
            found = told.compare(list, before);
        }
        if (found.isEmpty() && !told.whole()) {
            return new Confirmation.Unknown("its own list is not complete");
        }
        Confirmation outcome = found.orElseGet(() -> new Confirmation.Behind(list.number()));
        if (outcome instanceof Confirmation.Behind) {
            loop.relist();
        }
        return outcome;
    }

    private Listed list() throws IOException, InterruptedException {
        try {
            return list(ApiServer.PAGE);
        } catch (ApiRefused e) {
            if (!e.gone()) {
                throw e;
            }
            return list(0); // the token of the next page has expired: all in one
        }
    }

    private Listed list(int limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limits.longest().toNanos();
        Listed.Draft draft = new Listed.Draft(scope);
        ListPage page = api.metadata(scope, "", limit);
        draft.add(page);
        while (!page.next().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "the list is not complete within " + limits.longest().toMillis() + " ms");
            }
            page = api.metadata(scope, page.next(), limit);
            draft.add(page);
        }
        return draft.done();
    }
}
