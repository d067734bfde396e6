package dev.sluice.state;

import dev.sluice.key.ObjectKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A ConfigMap that something refers to; read singly by name, never listed. */
public record ObservedConfigMap(ObjectKey key, Meta meta, SortedMap<String, String> data, List<Flaw> flaws)
        implements ObservedObject {
    public ObservedConfigMap {
        data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
        flaws = List.copyOf(flaws);
    }

    @Override
    public ObservedConfigMap withMeta(Meta next) {
        return new ObservedConfigMap(key, next, data, flaws);
    }
}
