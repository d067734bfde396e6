package dev.sluice.state;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * What has changed in a way that translation can see, since the state was last settled.
 *
 * @param objects appeared, changed or vanished
 * @param watches stand otherwise than before: whether an object exists that they cover, and is not there, may now be known
 * @param sources have other faults than before
 */
public record Touched(PSortedSet<ObjectKey> objects, PSortedSet<WatchKey> watches, PSortedSet<FaultSource> sources) {
    public static final Touched NOTHING = new Touched(TreePSet.empty(), TreePSet.empty(), TreePSet.empty());

    public boolean isEmpty() {
        return objects.isEmpty() && watches.isEmpty() && sources.isEmpty();
    }

    /** These and another object. */
    public Touched plus(ObjectKey object) {
        return new Touched(objects.plus(object), watches, sources);
    }

    Touched plus(WatchKey watch) {
        return new Touched(objects, watches.plus(watch), sources);
    }

    Touched plus(FaultSource source) {
        return new Touched(objects, watches, sources.plus(source));
    }
}
