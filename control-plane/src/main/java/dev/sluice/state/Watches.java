package dev.sluice.state;

import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Where every watch stands, and how much of the source has been consumed.
 *
 * @param required the watches that must have answered before anything may be published
 * @param states one entry for every watch that has been heard of and has not ended
 * @param half watches that have told some of a list and not yet its end
 */
public record Watches(
        PSortedSet<WatchKey> required,
        PSortedMap<WatchKey, WatchState> states,
        Freshness freshness,
        PSortedSet<WatchKey> half) {
    /** Nothing heard of yet. */
    public static Watches awaiting(Set<WatchKey> required) {
        return new Watches(TreePSet.from(required), TreePMap.empty(), Freshness.NONE, TreePSet.empty());
    }

    /**
     * Whether every required watch has answered, and none has told half of a list: such a state never was, and the number
     * of the list before would not say that it is newer than what that number stands for elsewhere.
     */
    public boolean synced() {
        return half.isEmpty() && required.stream().allMatch(this::answered);
    }

    /** Where the watch stands; {@link WatchState.Listing} if it was never heard of. */
    public WatchState state(WatchKey watch) {
        return states.getOrDefault(watch, WatchState.LISTING);
    }

    /** Whether it is known if the object exists: a watch that covers it has answered. */
    public boolean read(ObjectKey object) {
        return answered(new WatchKey(object.kind(), object.path()))
                || answered(new WatchKey(object.kind(), object.namespace()))
                || answered(new WatchKey(object.kind(), ""));
    }

    /** The watch through which the object is consumed: the narrowest of which a number is known; empty if there is none. */
    public Optional<WatchKey> watchOf(ObjectKey object) {
        return Stream.of(object.path(), object.namespace(), "")
                .map(scope -> new WatchKey(object.kind(), scope))
                .filter(freshness.consumed()::containsKey)
                .findFirst();
    }

    /** The object a watch is for; empty if it is for a whole namespace or cluster. */
    static Optional<ObjectKey> single(WatchKey watch) {
        int slash = watch.scope().indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.of(ObjectKey.of(
                        watch.kind(),
                        watch.scope().substring(0, slash),
                        watch.scope().substring(slash + 1)));
    }

    /** Whether the watch reports this object. */
    static boolean covers(WatchKey watch, ObjectKey object) {
        return watch.kind().equals(object.kind())
                && (watch.scope().isEmpty()
                        || watch.scope().equals(object.namespace())
                        || watch.scope().equals(object.path()));
    }

    Watches apply(ObjectEvent event) {
        WatchKey watch = event.watch();
        return switch (event) {
            case ObjectEvent.Applied applied -> heard(watch).told(watch, applied.consumed());
            case ObjectEvent.Deleted deleted -> heard(watch).told(watch, deleted.consumed());
            case ObjectEvent.Progressed progressed -> heard(watch).consumed(watch, progressed.consumed());
            case ObjectEvent.WentBack back ->
                new Watches(required, states, freshness.without(watch), half.plus(watch))
                        .consumed(watch, back.consumed());
            case ObjectEvent.Synced synced ->
                whole(watch).with(watch, WatchState.SYNCED).consumed(watch, synced.consumed());
            case ObjectEvent.Unavailable unavailable ->
                whole(watch).with(watch, new WatchState.Unavailable(unavailable.reason()));
            case ObjectEvent.Disconnected lost ->
                whole(watch).with(watch, new WatchState.Disconnected(lost.reason(), answered(watch)));
            case ObjectEvent.Ended ended ->
                new Watches(required, states.minus(watch), freshness.without(watch), half.minus(watch));
            case ObjectEvent.SourceFaults faults -> this;
        };
    }

    private boolean answered(WatchKey watch) {
        return state(watch).answered();
    }

    /** An event ends a lost connection; a kind that was unavailable and now speaks begins with its first list. */
    private Watches heard(WatchKey watch) {
        return switch (state(watch)) {
            case WatchState.Synced synced -> this;
            case WatchState.Listing listing -> with(watch, WatchState.LISTING);
            case WatchState.Unavailable unavailable -> with(watch, WatchState.LISTING);
            case WatchState.Disconnected lost -> with(watch, lost.answered() ? WatchState.SYNCED : WatchState.LISTING);
        };
    }

    private Watches with(WatchKey watch, WatchState state) {
        return state.equals(states.get(watch))
                ? this
                : new Watches(required, states.plus(watch, state), freshness, half);
    }

    private Watches told(WatchKey watch, long number) {
        return number == ObjectEvent.OF_A_LIST ? halfTold(watch) : consumed(watch, number);
    }

    private Watches halfTold(WatchKey watch) {
        return half.contains(watch) ? this : new Watches(required, states, freshness, half.plus(watch));
    }

    private Watches whole(WatchKey watch) {
        return half.contains(watch) ? new Watches(required, states, freshness, half.minus(watch)) : this;
    }

    private Watches consumed(WatchKey watch, long number) {
        Freshness next = freshness.with(watch, number);
        return next == freshness ? this : new Watches(required, states, next, half);
    }
}
