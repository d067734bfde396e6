package dev.sluice.watch;

import dev.sluice.key.Epoch;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A source of observed objects: an API server or a directory of manifests. */
public interface ObjectSource extends AutoCloseable {
    /** Within which the {@code consumed} numbers of this source's events can be compared. May ask the source once. */
    Epoch epoch();

    /** The watches that must have synced (or be unavailable) before anything may be published. Never changes. */
    Set<WatchKey> watches();

    /**
     * Begins to deliver events, in the background; to be called once. A source that is away is no error: it is reported
     * as disconnected and tried again.
     */
    void start(EventSink sink);

    /**
     * Says which Secrets and ConfigMaps are referred to now. Each is watched singly by name, from the first call that
     * contains it ({@code Synced} tells that it has been read) to the first that does not ({@code Ended}).
     *
     * @throws IllegalArgumentException for a key of another kind
     */
    void follow(Set<ObjectKey> references);

    /**
     * Compares what is known of a watch with a consistent list of the source; all who ask meanwhile share one list. A
     * source without comparable numbers does not know. Completes within a bounded time, never exceptionally.
     */
    default CompletionStage<Confirmation> confirm(WatchKey watch) {
        return CompletableFuture.completedFuture(new Confirmation.Unknown("this source has no numbers to compare"));
    }

    /**
     * For how long each of the {@link #watches} has heard nothing that shows that the source is there: no message, no
     * list, no answer at all. One that cannot fall silent is absent.
     */
    default Map<WatchKey, Duration> silences() {
        return Map.of();
    }

    /** How many watches were opened anew because they had been silent for too long. */
    default long reopened() {
        return 0;
    }

    /** The watch that {@link #follow} makes for a reference: kind and {@code namespace/name}. */
    static WatchKey watchOf(ObjectKey reference) {
        return new WatchKey(reference.kind(), reference.path());
    }

    /** Stops all watches and threads; no event is delivered after it returns. */
    @Override
    void close();
}
