package dev.sluice.receipt.book;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The newest receipt of each object. A value, of which the next one shares what did not change.
 *
 * @param receipts by object; one for each object that was translated and exists
 * @param pending objects whose newest receipt has not been live everywhere
 * @param begun whether anything was translated
 */
public record Book(PSortedMap<ObjectKey, Receipt> receipts, PSortedSet<ObjectKey> pending, boolean begun) {
    public static final Book EMPTY = new Book(TreePMap.empty(), TreePSet.empty(), false);

    /**
     * A book after some receipts were found to be live everywhere.
     *
     * @param live those objects, in order
     */
    public record Settled(Book book, List<ObjectKey> live) {
        public Settled {
            live = List.copyOf(live);
        }
    }

    /** How far a state of an object has come. */
    public enum Reach {
        /** No fleet is given anything made from it. */
        NOWHERE,
        /** It is not live on every data plane of its fleets. */
        SOMEWHERE,
        EVERYWHERE
    }

    /** The newest receipt of an object; empty if it was never translated, or is gone. */
    public Optional<Receipt> of(ObjectKey object) {
        return Optional.ofNullable(receipts.get(object));
    }

    /** After a translation of that state; what it touched has a newer receipt. */
    public Book translated(ClusterState state, Instant at) {
        PSortedMap<ObjectKey, Receipt> next = receipts;
        PSortedSet<ObjectKey> waiting = pending;
        for (ObjectKey key : state.touched().objects()) {
            ObservedObject object = state.objects().get(key);
            if (object == null) {
                next = next.minus(key);
                waiting = waiting.minus(key);
                continue;
            }
            Receipt receipt = receipt(state, object, at);
            Receipt before = next.get(key);
            if (before == null || !before.same(receipt)) {
                next = next.plus(key, receipt);
                waiting = waiting.plus(key);
            }
        }
        return new Book(next, waiting, true);
    }

    private Receipt receipt(ClusterState state, ObservedObject object, Instant at) {
        Meta meta = object.meta();
        Optional<WatchKey> watch = state.watches().watchOf(object.key());
        long consumed = watch.map(state.freshness().consumed()::get).orElse(0L);
        long number = Numbers.of(meta.resourceVersion()).orElse(consumed);
        return new Receipt(meta.uid(), meta.resourceVersion(), number, meta.generation(), at.toEpochMilli(), 0, !begun);
    }

    /** Without those that are to go nowhere among the pending, and with those that are live everywhere settled. */
    public Settled settled(Function<ObjectKey, Reach> reach, Instant now) {
        List<ObjectKey> settled = new ArrayList<>();
        PSortedMap<ObjectKey, Receipt> next = receipts;
        PSortedSet<ObjectKey> waiting = pending;
        for (ObjectKey key : pending) {
            Receipt receipt = receipts.get(key);
            Reach reached = receipt == null ? Reach.NOWHERE : reach.apply(key);
            waiting = reached == Reach.SOMEWHERE ? waiting : waiting.minus(key);
            if (receipt != null && reached == Reach.EVERYWHERE) {
                settled.add(key);
                next = next.plus(key, receipt.live(now));
            }
        }
        return new Settled(waiting == pending ? this : new Book(next, waiting, begun), settled);
    }

    /** What is not quoted: it is as large as the cluster. */
    @Override
    public String toString() {
        return "Book[" + receipts.size() + " receipts, " + pending.size() + " pending]";
    }
}
