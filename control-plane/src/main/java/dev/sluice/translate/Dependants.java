package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import java.util.Collection;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/** Who is translated again when an object changes, whether it exists or not. A value. */
record Dependants(HashPMap<ObjectKey, PSortedSet<ObjectKey>> byObject) {
    static final Dependants NONE = new Dependants(HashTreePMap.empty());

    PSortedSet<ObjectKey> of(ObjectKey object) {
        return byObject.getOrDefault(object, TreePSet.empty());
    }

    /** {@code dependant} depended on {@code before} and now depends on {@code after}. */
    Dependants with(ObjectKey dependant, Collection<ObjectKey> before, Collection<ObjectKey> after) {
        HashPMap<ObjectKey, PSortedSet<ObjectKey>> next = byObject;
        for (ObjectKey object : before) {
            if (!after.contains(object)) {
                PSortedSet<ObjectKey> left =
                        next.getOrDefault(object, TreePSet.empty()).minus(dependant);
                next = left.isEmpty() ? next.minus(object) : next.plus(object, left);
            }
        }
        for (ObjectKey object : after) {
            if (!before.contains(object)) {
                next = next.plus(
                        object, next.getOrDefault(object, TreePSet.empty()).plus(dependant));
            }
        }
        return next == byObject ? this : new Dependants(next);
    }
}
