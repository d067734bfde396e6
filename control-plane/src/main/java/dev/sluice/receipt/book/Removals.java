package dev.sluice.receipt.book;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ClusterState;
import dev.sluice.translate.Contribution;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** The objects that were deleted last, of those of which some fleet had something. A value. */
record Removals(HashPMap<ObjectKey, Numbered> known, PSortedMap<Long, ObjectKey> order) {
    /** Who asks about one that is further back is told that it is not known. */
    static final int REMEMBERED = 1000;

    static final Removals NONE = new Removals(HashTreePMap.empty(), TreePMap.empty());

    /** @param place in the order of deletions */
    record Numbered(long place, Removal removal) {}

    Optional<Removal> of(ObjectKey object) {
        return Optional.ofNullable(known.get(object)).map(Numbered::removal);
    }

    /**
     * After a translation of that state.
     *
     * @param before what was known of all objects then
     */
    Removals after(ClusterState state, Receipts before, Instant at) {
        Removals next = this;
        for (ObjectKey object : state.touched().objects()) {
            if (state.objects().containsKey(object)) {
                next = next.without(object);
            } else {
                Optional<Removal> removal = removal(object, state, before, at);
                next = removal.isPresent() ? next.without(object).with(object, removal.get()) : next;
            }
        }
        return next;
    }

    private static Optional<Removal> removal(ObjectKey object, ClusterState state, Receipts before, Instant at) {
        Contribution made = before.made(object);
        Optional<WatchKey> watch = state.watches().watchOf(object);
        if (made.fleets().isEmpty() || watch.isEmpty()) {
            return Optional.empty();
        }
        long number = state.freshness().consumed().getOrDefault(watch.get(), 0L);
        Contribution from = new Contribution(made.fleets(), Set.of());
        return before.book().of(object).map(receipt -> new Removal(receipt.uid(), watch.get(), number, from, at));
    }

    private Removals with(ObjectKey object, Removal removal) {
        long place = order.isEmpty() ? 1 : order.lastKey() + 1;
        Removals next = new Removals(known.plus(object, new Numbered(place, removal)), order.plus(place, object));
        boolean tooMany = next.order.size() > REMEMBERED;
        return tooMany ? next.without(next.order.values().iterator().next()) : next;
    }

    private Removals without(ObjectKey object) {
        Numbered there = known.get(object);
        return there == null ? this : new Removals(known.minus(object), order.minus(there.place()));
    }

    /** What is not quoted: there may be a thousand. */
    @Override
    public String toString() {
        return "Removals[" + order.size() + "]";
    }
}
