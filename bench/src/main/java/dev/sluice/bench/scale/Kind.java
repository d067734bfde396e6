package dev.sluice.bench.scale;

import java.util.Locale;
import java.util.Optional;

/** The collections that the API server has. */
enum Kind {
    INGRESS("networking.k8s.io", "Ingress", "ingresses"),
    INGRESS_CLASS("networking.k8s.io", "IngressClass", "ingressclasses"),
    SERVICE("", "Service", "services"),
    ENDPOINT_SLICE("discovery.k8s.io", "EndpointSlice", "endpointslices"),
    SECRET("", "Secret", "secrets"),
    CONFIG_MAP("", "ConfigMap", "configmaps"),
    NAMESPACE("", "Namespace", "namespaces");

    private final String group;
    private final String kind;
    private final String plural;

    Kind(String group, String kind, String plural) {
        this.group = group;
        this.kind = kind;
        this.plural = plural;
    }

    String kind() {
        return kind;
    }

    String apiVersion() {
        return group.isEmpty() ? "v1" : group + "/v1";
    }

    static Optional<Kind> ofPlural(String plural) {
        for (Kind kind : values()) {
            if (kind.plural.equals(plural.toLowerCase(Locale.ROOT))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
