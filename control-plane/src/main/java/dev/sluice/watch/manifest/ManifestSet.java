package dev.sluice.watch.manifest;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Flaw;
import dev.sluice.state.ObservedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What several texts together define.
 *
 * @param objects each once, as admitted: of an object in two texts the one in the first text by name counts
 * @param faults what is wrong with a text and belongs to no object, by text; no entry for a text without faults
 */
public record ManifestSet(SortedMap<ObjectKey, ObservedObject> objects, SortedMap<String, List<Flaw>> faults) {
    public ManifestSet {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
    }

    public static ManifestSet of(Collection<Manifests> texts, Admission admission) {
        List<Manifests> byName = new ArrayList<>(texts);
        byName.sort(Comparator.comparing(Manifests::source));
        SortedMap<ObjectKey, ObservedObject> objects = new TreeMap<>();
        SortedMap<String, List<Flaw>> faults = new TreeMap<>();
        Map<ObjectKey, String> owners = new HashMap<>();
        for (Manifests text : byName) {
            List<Flaw> own = new ArrayList<>(text.faults());
            for (ObservedObject object : text.objects()) {
                String owner = owners.putIfAbsent(object.key(), text.source());
                if (owner == null) {
                    objects.put(object.key(), object);
                } else {
                    own.add(twice(object.key(), owner, text.source()));
                }
            }
            if (!own.isEmpty()) {
                faults.merge(text.source(), List.copyOf(own), ManifestSet::joined);
            }
        }
        return new ManifestSet(admission.admit(objects), faults);
    }

    private static Flaw twice(ObjectKey key, String owner, String other) {
        String where = owner.equals(other) ? "earlier in the same file" : "in " + owner;
        return new Flaw("", key.toString(), "the same object stands " + where + ", which counts; remove one", other);
    }

    private static List<Flaw> joined(List<Flaw> first, List<Flaw> second) {
        List<Flaw> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
