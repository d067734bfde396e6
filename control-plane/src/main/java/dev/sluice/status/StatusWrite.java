package dev.sluice.status;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress;
import dev.sluice.translate.StatusIntent;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A status to be written, and what was observed when that was decided: an object that has become another in the
 * meantime is left alone.
 *
 * @param resourceVersion observed
 * @param generation observed; rises with {@code spec}, and so with {@code spec.ingressClassName}
 * @param legacyClass the annotation {@code kubernetes.io/ingress.class}, empty if absent
 */
public record StatusWrite(StatusIntent intent, String resourceVersion, long generation, String legacyClass) {
    static final String LEGACY_CLASS = "kubernetes.io/ingress.class";

    /** Those of the intents whose object is in the state, by object. An intent without addresses would blank: left out. */
    public static SortedMap<ObjectKey, StatusWrite> of(Collection<StatusIntent> intents, ClusterState state) {
        SortedMap<ObjectKey, StatusWrite> writes = new TreeMap<>();
        for (StatusIntent intent : intents) {
            Optional<ObservedIngress> observed = state.ingress(intent.object());
            if (observed.isPresent() && !intent.addresses().isEmpty()) {
                writes.put(intent.object(), of(intent, observed.get()));
            }
        }
        return writes;
    }

    private static StatusWrite of(StatusIntent intent, ObservedIngress ingress) {
        return new StatusWrite(
                intent,
                ingress.meta().resourceVersion(),
                ingress.meta().generation(),
                ingress.meta().annotations().getOrDefault(LEGACY_CLASS, ""));
    }
}
