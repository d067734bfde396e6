package dev.sluice.watch.narrow;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds that are narrowed, the one version of each that is understood, and by what. */
enum KnownKind {
    INGRESS(ObjectKind.INGRESS, "networking.k8s.io/v1", IngressNarrowing::narrow),
    INGRESS_CLASS(ObjectKind.INGRESS_CLASS, "networking.k8s.io/v1", IngressClassNarrowing::narrow),
    SERVICE(ObjectKind.SERVICE, "v1", ServiceNarrowing::narrow),
    ENDPOINT_SLICE(ObjectKind.ENDPOINT_SLICE, "discovery.k8s.io/v1", SliceNarrowing::narrow),
    ENDPOINTS(ObjectKind.ENDPOINTS, "v1", EndpointsNarrowing::narrow),
    SECRET(ObjectKind.SECRET, "v1", DataNarrowing::secret),
    CONFIG_MAP(ObjectKind.CONFIG_MAP, "v1", DataNarrowing::configMap);

    /** From the tree of one object, whose key and metadata are read already, to its records. */
    interface Body {
        List<ObservedObject> narrow(ObjectKey key, Meta meta, Field root, Flaws flaws);
    }

    /**
     * Groups in which a kind of these names is Kubernetes' own, perhaps under a wrong or old version. Any other group has
     * its own kinds of the same names (a Knative Service), which are no concern of ours.
     */
    private static final Set<String> BUILT_IN =
            Set.of("", "apps", "extensions", "networking.k8s.io", "discovery.k8s.io");

    private final ObjectKind kind;
    private final String apiVersion;
    private final Body body;

    KnownKind(ObjectKind kind, String apiVersion, Body body) {
        this.kind = kind;
        this.apiVersion = apiVersion;
        this.body = body;
    }

    static Optional<KnownKind> of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        if (!BUILT_IN.contains(slash < 0 ? "" : apiVersion.substring(0, slash))) {
            return Optional.empty();
        }
        for (KnownKind known : values()) {
            if (known.kind.kind().equals(kind)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    ObjectKind kind() {
        return kind;
    }

    String apiVersion() {
        return apiVersion;
    }

    Body body() {
        return body;
    }

    boolean namespaced() {
        return this != INGRESS_CLASS;
    }
}
