package dev.sluice.render;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.Problem;
import dev.sluice.translate.Memory;
import dev.sluice.translate.Settings;
import dev.sluice.translate.Translation;
import dev.sluice.translate.Translator;
import dev.sluice.watch.manifest.ManifestSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What manifests mean when nothing else is known: as if a cluster had just these objects. */
public record OfflineTranslation(Translation translation, EndpointState endpoints) {
    private static final List<ObjectKind> KINDS = List.of(
            ObjectKind.INGRESS_CLASS,
            ObjectKind.SERVICE,
            ObjectKind.INGRESS,
            ObjectKind.SECRET,
            ObjectKind.CONFIG_MAP,
            ObjectKind.ENDPOINT_SLICE,
            ObjectKind.ENDPOINTS);

    /** Translates the manifests as a whole. */
    public static OfflineTranslation of(Settings settings, ManifestSet manifests) {
        ClusterState state = ClusterState.awaiting(Set.of());
        EndpointState endpoints = EndpointState.awaiting(Set.of());
        for (ObjectEvent event : events(manifests)) {
            state = state.apply(event).state();
            endpoints = endpoints.apply(event).state();
        }
        Translation translation = Translator.translate(settings, state, Memory.NOTHING, Translation.NONE);
        return new OfflineTranslation(translation, endpoints);
    }

    private static List<ObjectEvent> events(ManifestSet manifests) {
        List<ObjectEvent> events = new ArrayList<>();
        for (ObservedObject object : manifests.objects().values()) {
            events.add(new ObjectEvent.Applied(everywhere(object.key()), object, 1));
        }
        for (ObjectKind kind : KINDS) {
            events.add(new ObjectEvent.Synced(new WatchKey(kind, ""), 1));
        }
        manifests
                .faults()
                .forEach((source, faults) ->
                        events.add(new ObjectEvent.SourceFaults(new WatchKey(ObjectKind.INGRESS, ""), source, faults)));
        return events;
    }

    private static WatchKey everywhere(ObjectKey key) {
        return new WatchKey(key.kind(), "");
    }

    /** Of the translation and of the endpoints, sorted: errors first. */
    public SortedSet<Problem> problems() {
        SortedSet<Problem> problems = new TreeSet<>(translation.problems());
        problems.addAll(endpoints.problems());
        return problems;
    }
}
