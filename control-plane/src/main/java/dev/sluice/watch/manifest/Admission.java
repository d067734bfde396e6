package dev.sluice.watch.manifest;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Does to the objects of a set of manifests what happens to them in a cluster before a controller sees them. There the
 * chart of the controller brings its IngressClass, and the API server's DefaultIngressClass admission writes the class
 * that is marked as default into an Ingress created without one; a directory has neither. It happens here, at the
 * source, so that translation treats both sources alike and never assigns a class by itself.
 *
 * @param className of the class that exists without being written, unless the manifests define one of that name; it is
 *     the default one unless the manifests mark another
 * @param controller of that class
 */
public record Admission(String className, String controller) {
    public static final Admission DEFAULT = new Admission("sluice", "sluice.dev/ingress-controller");
    private static final String LEGACY_CLASS = "kubernetes.io/ingress.class";
    /** The newest of several; the API server decides so too (plugin/pkg/admission/network/defaultingressclass). */
    private static final Comparator<ObservedIngressClass> NEWEST_FIRST = Comparator.<ObservedIngressClass>comparingLong(
                    found -> -found.meta().createdAtEpochSecond())
            .thenComparing(ObservedIngressClass::key);

    /** The objects, with the implicit class and with the default class where an Ingress has none. */
    public SortedMap<ObjectKey, ObservedObject> admit(SortedMap<ObjectKey, ObservedObject> objects) {
        SortedMap<ObjectKey, ObservedObject> admitted = new TreeMap<>(objects);
        ObjectKey ours = ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, className);
        Optional<ObservedIngressClass> marked = marked(admitted);
        admitted.computeIfAbsent(ours, key -> implicit(key, marked.isEmpty()));
        marked(admitted).ifPresent(found -> admitted.replaceAll((key, object) -> classed(object, found)));
        return Collections.unmodifiableSortedMap(admitted);
    }

    private static Optional<ObservedIngressClass> marked(SortedMap<ObjectKey, ObservedObject> objects) {
        return objects.values().stream()
                .filter(ObservedIngressClass.class::isInstance)
                .map(ObservedIngressClass.class::cast)
                .filter(ObservedIngressClass::isDefault)
                .min(NEWEST_FIRST);
    }

    private ObservedIngressClass implicit(ObjectKey key, boolean isDefault) {
        String uid = UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        Meta meta = new Meta(uid, "", 0, 0, Collections.emptySortedMap());
        return new ObservedIngressClass(key, meta, controller, isDefault, Optional.empty(), List.of());
    }

    private static ObservedObject classed(ObservedObject object, ObservedIngressClass found) {
        if (!(object instanceof ObservedIngress ingress)
                || ingress.className().isPresent()
                || ingress.meta().annotations().containsKey(LEGACY_CLASS)) {
            return object;
        }
        return new ObservedIngress(
                ingress.key(),
                ingress.meta(),
                Optional.of(found.key().name()),
                ingress.defaultBackend(),
                ingress.rules(),
                ingress.tls(),
                ingress.published(),
                ingress.flaws());
    }
}
