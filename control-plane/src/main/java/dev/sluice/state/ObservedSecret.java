package dev.sluice.state;

import dev.sluice.key.ObjectKey;
import dev.sluice.resource.SecretBytes;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Secret that something refers to; read singly by name, never listed. */
public record ObservedSecret(
        ObjectKey key, Meta meta, String type, SortedMap<String, SecretBytes> data, List<Flaw> flaws)
        implements ObservedObject {
    public ObservedSecret {
        data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
        flaws = List.copyOf(flaws);
    }

    @Override
    public ObservedSecret withMeta(Meta next) {
        return new ObservedSecret(key, next, type, data, flaws);
    }
}
