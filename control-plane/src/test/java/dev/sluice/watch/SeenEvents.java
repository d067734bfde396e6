package dev.sluice.watch;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Events of a source, awaited one after the other. */
public final class SeenEvents implements EventSink {
    private static final long LIMIT_SECONDS = 10;

    private final BlockingQueue<ObjectEvent> queue = new LinkedBlockingQueue<>();
    private final List<ObjectEvent> taken = new ArrayList<>();

    @Override
    public void accept(ObjectEvent event) {
        queue.add(event);
    }

    /** Takes events up to the first that fits. */
    public <E extends ObjectEvent> E await(Class<E> type, Predicate<E> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            ObjectEvent event = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError(
                        "no such " + type.getSimpleName() + " within " + LIMIT_SECONDS + " s; seen: " + taken);
            }
            taken.add(event);
            if (type.isInstance(event) && wanted.test(type.cast(event))) {
                return type.cast(event);
            }
        }
    }

    public ObservedObject awaitApplied(ObjectKey key) throws InterruptedException {
        return await(ObjectEvent.Applied.class, event -> event.object().key().equals(key))
                .object();
    }

    public ObjectEvent.Deleted awaitDeleted(ObjectKey key) throws InterruptedException {
        return await(ObjectEvent.Deleted.class, event -> event.key().equals(key));
    }

    public ObjectEvent.Synced awaitSynced(WatchKey watch) throws InterruptedException {
        return await(ObjectEvent.Synced.class, event -> event.watch().equals(watch));
    }

    /** All that was taken so far, in order. */
    public List<ObjectEvent> taken() {
        return List.copyOf(taken);
    }

    /** Takes what is there now and forgets what was taken before. */
    public List<ObjectEvent> drain() {
        taken.clear();
        queue.drainTo(taken);
        return List.copyOf(taken);
    }
}
