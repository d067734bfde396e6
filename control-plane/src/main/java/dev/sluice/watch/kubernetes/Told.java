package dev.sluice.watch.kubernetes;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedObject;
import dev.sluice.watch.Confirmation;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.narrow.Narrowed;
import dev.sluice.watch.narrow.Narrower;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one watch has told of its collection, and up to where. Its loop and whoever compares it with a list take turns:
 * each method is one step that nobody sees half done, and events are told within the step that brings them, so their
 * order is that of the steps.
 *
 * <p>What is known is exactly the collection as it stood at the number consumed. So it may be compared with a list at a
 * higher number: if they are equal, the events between, which may be in flight, cancel each other out, and passing over
 * them loses nothing. They are passed over ({@code contained}), because telling half of them would show an older
 * collection under the higher number.
 */
final class Told {
    private static final long NO_NUMBER = -1;

    private final WatchKey watch;
    private final Narrower narrower;
    private final EventSink sink;
    private final Outages outages;
    private final ReentrantLock step = new ReentrantLock();
    private final Condition stepped = step.newCondition();
    private final KnownObjects known = new KnownObjects();
    private final Map<ObjectKey, Optional<ObservedObject>> listed = new LinkedHashMap<>(); // present: is news
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean stopped;
    private volatile boolean whole; // the last list is complete, and no other is wanted
    private volatile boolean synced;
    private boolean back; // the list shows that the source went back
    private volatile String position = "";
    private volatile long consumed;
    private long contained; // events up to this number are in what is known already

    Told(WatchKey watch, Narrower narrower, EventSink sink, Outages outages) {
        this.watch = watch;
        this.narrower = narrower;
        this.sink = sink;
        this.outages = outages;
    }

    /** No event is told from now on. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    /** Whether it can be gone on from {@link #position}; else a list is to be made. */
    boolean whole() {
        return whole;
    }

    /** Whether a list was ever complete. */
    boolean synced() {
        return synced;
    }

    String position() {
        return position;
    }

    long consumed() {
        return consumed;
    }

    /** Something has shown that the source is there. */
    void heard() {
        heardNanos = System.nanoTime();
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    int size() {
        return inStep(known::size);
    }

    void tell(ObjectEvent event) {
        inStep(() -> told(event));
    }

    /** A list is wanted, and until it is complete nothing counts as known. */
    void relist() {
        inStep(() -> {
            whole = false;
            return whole;
        });
    }

    void progressed() {
        tell(new ObjectEvent.Progressed(watch, consumed));
    }

    /** To be called before the first page of a list. */
    void beginList() {
        inStep(() -> {
            whole = false;
            back = false;
            listed.clear();
            return whole;
        });
    }

    /**
     * Nothing of a list is told before it is complete: half of one is a state that never was. A source that is behind what
     * it has told before went back; all of it is news then, whatever its versions.
     */
    void page(ListPage page) {
        inStep(() -> {
            heard();
            long now = number(page.resourceVersion());
            back |= now != NO_NUMBER && now < consumed;
            page.items().forEach(this::item);
            return listed.size();
        });
    }

    private void item(Map<String, @Nullable Object> item) {
        for (ObservedObject object : narrow(item)) {
            listed.put(object.key(), back || known.news(object) ? Optional.of(object) : Optional.empty());
        }
    }

    void endList(String resourceVersion) {
        inStep(() -> {
            if (back) {
                goBack(number(resourceVersion));
            }
            listed.values()
                    .forEach(item -> item.ifPresent(news -> {
                        known.put(news);
                        told(new ObjectEvent.Applied(watch, news, ObjectEvent.OF_A_LIST));
                    }));
            for (ObjectKey gone : known.removeAllBut(listed.keySet())) {
                told(new ObjectEvent.Deleted(watch, gone, ObjectEvent.OF_A_LIST));
            }
            listed.clear();
            back = false;
            moveTo(resourceVersion);
            whole = true;
            synced = true;
            return told(new ObjectEvent.Synced(watch, consumed));
        });
    }

    private void goBack(long now) {
        outages.wentBack(watch, consumed, now);
        told(new ObjectEvent.WentBack(watch, consumed, now));
        consumed = now;
        contained = 0;
    }

    void changed(Map<String, @Nullable Object> tree) {
        inStep(() -> {
            heard();
            if (news(tree)) {
                for (ObservedObject object : narrow(tree)) {
                    if (known.put(object)) {
                        told(new ObjectEvent.Applied(watch, object, consumed));
                    }
                }
            }
            return consumed;
        });
    }

    void removed(Map<String, @Nullable Object> tree) {
        inStep(() -> {
            heard();
            if (news(tree)) {
                for (ObservedObject object : narrow(tree)) {
                    if (known.remove(object.key())) {
                        told(new ObjectEvent.Deleted(watch, object.key(), consumed));
                    }
                }
            }
            return consumed;
        });
    }

    void bookmark(String version) {
        inStep(() -> {
            heard();
            moveTo(version);
            return told(new ObjectEvent.Progressed(watch, consumed));
        });
    }

    private boolean news(Map<String, @Nullable Object> tree) {
        String version = JsonTree.text(JsonTree.object(tree, "metadata"), "resourceVersion");
        long number = number(version);
        if (number != NO_NUMBER && number <= contained) {
            return false;
        }
        moveTo(version);
        return true;
    }

    /**
     * What a list shows of this watch.
     *
     * @param before what had been consumed before the list was asked for
     * @return empty as long as the watch may still catch up
     */
    Optional<Confirmation> compare(Listed list, long before) {
        return inStep(() -> {
            if (list.number() < before) {
                whole = false; // the source went back
                return Optional.of(new Confirmation.Behind(list.number()));
            }
            if (!whole || (consumed < list.number() && !known.same(list.objects()))) {
                return Optional.empty();
            }
            heard();
            if (consumed < list.number()) {
                moveTo(list.resourceVersion());
                contained = consumed;
                told(new ObjectEvent.Progressed(watch, consumed));
            }
            return Optional.of(new Confirmation.Agreed(list.number()));
        });
    }

    /** Waits for the next step; false if there was none until the deadline ({@link System#nanoTime}). */
    boolean awaitStep(long deadline) throws InterruptedException {
        step.lockInterruptibly();
        try {
            return stepped.awaitNanos(deadline - System.nanoTime()) > 0;
        } finally {
            step.unlock();
        }
    }

    /** Waits at most so long for the turn of the loop to end: it may be held up by whoever takes the events. */
    boolean free(Duration most) throws InterruptedException {
        boolean free = step.tryLock(most.toNanos(), TimeUnit.NANOSECONDS);
        if (free) {
            step.unlock();
        }
        return free;
    }

    private List<ObservedObject> narrow(Map<String, @Nullable Object> tree) {
        return switch (narrower.narrow(tree)) {
            case Narrowed.Seen(List<ObservedObject> objects) -> objects;
            // The server has no objects without a name, and none of another kind in this collection.
            case Narrowed.Ignored ignored -> List.of();
            case Narrowed.Unidentified unidentified -> List.of();
        };
    }

    /** Versions are numbers (KEP-5504); a server whose versions are not is followed, but does not move the count. */
    private void moveTo(String version) {
        long number = number(version);
        if (number >= consumed) {
            consumed = number;
        }
        if (number >= consumed || (number == NO_NUMBER && !version.isEmpty())) {
            position = version;
        }
    }

    private long number(String version) {
        try {
            return version.isEmpty() ? NO_NUMBER : Math.max(0, Long.parseUnsignedLong(version));
        } catch (NumberFormatException e) {
            outages.versionIsNoNumber(watch, version);
            return NO_NUMBER;
        }
    }

    private boolean told(ObjectEvent event) {
        if (!stopped) {
            sink.accept(event);
        }
        return !stopped;
    }

    private <T> T inStep(Supplier<T> what) {
        step.lock();
        try {
            return what.get();
        } finally {
            stepped.signalAll();
            step.unlock();
        }
    }
}
