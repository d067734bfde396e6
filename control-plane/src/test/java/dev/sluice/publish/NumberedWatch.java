package dev.sluice.publish;

import dev.sluice.key.WatchKey;
import dev.sluice.watch.Confirmation;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.kubernetes.SteppedWatch;
import dev.sluice.watch.kubernetes.SteppedWatch.Made;
import java.util.Optional;

/** One watch of a replica on a store: each list, event and comparison is under way for as long as a test wants. */
final class NumberedWatch {
    /** @param before what had been consumed when it was asked for */
    private record Comparison(Made list, int era, long before) {}

    private final WatchKey watch;
    private final NumberedStore store;
    private final SteppedWatch told;
    private Optional<Made> list = Optional.empty();
    private Optional<Comparison> comparison = Optional.empty();
    private int era; // of what is told
    private long cursor; // of the stream: what was compared meanwhile comes nevertheless
    private int hanging; // so many things do not come

    NumberedWatch(WatchKey watch, NumberedStore store, EventSink sink) {
        this.watch = watch;
        this.store = store;
        this.told = new SteppedWatch(watch, sink);
        this.era = store.era();
    }

    /** What comes next: a list if one is wanted, in two steps; else an event, or a bookmark if there is none. */
    void hear() {
        if (told.whole()) {
            follow();
        } else if (list.isEmpty()) {
            list = Optional.of(store.list(watch));
        } else {
            era = store.era();
            told.listed(list.get());
            list = Optional.empty();
            cursor = told.consumed();
        }
    }

    /** A server that went back has nothing to tell after a position that it has not come to. */
    private void follow() {
        if (hanging > 0) {
            hanging--;
        } else {
            era = era();
            store.after(watch, cursor).ifPresentOrElse(this::happened, () -> told.bookmark(store.revision()));
        }
    }

    private void happened(NumberedStore.Change change) {
        cursor = change.number();
        if (change.present()) {
            told.changed(change.object());
        } else {
            told.removed(change.object());
        }
    }

    /** The watch is compared with a list, in two steps; empty until it is known how it stands. */
    Optional<Confirmation> compare(boolean patient) {
        if (comparison.isEmpty()) {
            comparison = Optional.of(new Comparison(store.list(watch), store.era(), told.consumed()));
            return Optional.empty();
        }
        Comparison now = comparison.get();
        long stood = told.consumed();
        Optional<Confirmation> outcome = told.compare(now.list(), now.before());
        if (outcome.isEmpty() && patient) {
            return outcome;
        }
        comparison = Optional.empty();
        if (outcome.filter(Confirmation.Agreed.class::isInstance).isEmpty()) {
            told.relist();
        } else if (stood < now.list().number()) {
            era = now.era(); // it is what the list has
        }
        return outcome;
    }

    /** For a while it brings nothing, although it is open. */
    void hang(int things) {
        hanging = things;
    }

    /** The server has forgotten the position (410 Gone). */
    void gone() {
        told.relist();
        list = Optional.empty();
    }

    /** The connection breaks, and whatever was under way is lost; it is gone on from the position. */
    void broken() {
        told.lost();
        cursor = told.consumed();
        list = Optional.empty();
        comparison = Optional.empty();
    }

    /** The last era in which what is told was so. */
    int era() {
        return store.lastEra(era, told.consumed());
    }

    long consumed() {
        return told.consumed();
    }

    /** Whether it is not known to be wrong: it is of the era that the store is in. */
    boolean ofNow() {
        return told.consumed() == 0 || era() == store.era();
    }

    /** Whether nothing is missing. */
    boolean newest() {
        return told.whole() && ofNow() && told.consumed() == store.revision();
    }
}
