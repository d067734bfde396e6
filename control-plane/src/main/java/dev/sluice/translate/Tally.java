package dev.sluice.translate;

import java.util.Collection;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;

/** How many times each thing is there, sorted; what several contribute goes when the last takes it back. A value. */
record Tally<T extends Comparable<T>>(PSortedMap<T, Integer> counts) {
    static <T extends Comparable<T>> Tally<T> empty() {
        return new Tally<>(TreePMap.<T, Integer>empty());
    }

    boolean has(T thing) {
        return counts.containsKey(thing);
    }

    /** What is there at least once; costs nothing. */
    PSortedSet<T> distinct() {
        return counts.navigableKeySet();
    }

    Tally<T> plus(T thing) {
        return new Tally<>(counts.plus(thing, counts.getOrDefault(thing, 0) + 1));
    }

    Tally<T> minus(T thing) {
        int count = counts.getOrDefault(thing, 0);
        return new Tally<>(count <= 1 ? counts.minus(thing) : counts.plus(thing, count - 1));
    }

    Tally<T> plusAll(Collection<? extends T> things) {
        Tally<T> next = this;
        for (T thing : things) {
            next = next.plus(thing);
        }
        return next;
    }

    Tally<T> minusAll(Collection<? extends T> things) {
        Tally<T> next = this;
        for (T thing : things) {
            next = next.minus(thing);
        }
        return next;
    }
}
