package dev.sluice.publish;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object as an API server writes it, but for what the server adds. */
record NumberedObject(ObjectKey key, String apiVersion, Map<String, Object> content) {
    private static final String CREATED = "2024-01-01T00:00:00Z";

    static NumberedObject ingressClass() {
        return new NumberedObject(
                ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, "sluice"),
                "networking.k8s.io/v1",
                Map.of("spec", Map.of("controller", "sluice.dev/ingress-controller")));
    }

    static NumberedObject ingress(String name, String host, String service) {
        Map<String, Object> path = Map.of(
                "path",
                "/",
                "pathType",
                "Prefix",
                "backend",
                Map.of("service", Map.of("name", service, "port", Map.of("number", 80))));
        return new NumberedObject(
                ObjectKey.of(ObjectKind.INGRESS, "default", name),
                "networking.k8s.io/v1",
                Map.of(
                        "spec",
                        Map.of(
                                "ingressClassName",
                                "sluice",
                                "rules",
                                List.of(Map.of("host", host, "http", Map.of("paths", List.of(path)))))));
    }

    /** @param appProtocol makes one of another content */
    static NumberedObject service(String name, String appProtocol) {
        Map<String, Object> port = Map.of("name", "http", "port", 80, "protocol", "TCP", "appProtocol", appProtocol);
        return new NumberedObject(
                ObjectKey.of(ObjectKind.SERVICE, "default", name),
                "v1",
                Map.of("spec", Map.of("type", "ClusterIP", "clusterIP", "10.96.0.1", "ports", List.of(port))));
    }

    static NumberedObject slice(String service, String address) {
        return new NumberedObject(
                ObjectKey.of(ObjectKind.ENDPOINT_SLICE, "default", service + "-1"),
                "discovery.k8s.io/v1",
                Map.of(
                        "addressType",
                        "IPv4",
                        "endpoints",
                        List.of(Map.of("addresses", List.of(address), "conditions", Map.of("ready", true))),
                        "ports",
                        List.of(Map.of("name", "http", "port", 8080, "protocol", "TCP"))));
    }

    /** As it stands in the server. */
    Map<String, @Nullable Object> tree(String uid, long version) {
        Map<String, @Nullable Object> metadata = new HashMap<>();
        metadata.put("name", key.name());
        metadata.put("uid", uid);
        metadata.put("resourceVersion", Long.toString(version));
        metadata.put("creationTimestamp", CREATED);
        if (!key.namespace().isEmpty()) {
            metadata.put("namespace", key.namespace());
        }
        if (key.kind().equals(ObjectKind.ENDPOINT_SLICE)) {
            String service = key.name().substring(0, key.name().length() - "-1".length());
            metadata.put("labels", Map.of("kubernetes.io/service-name", service));
        }
        Map<String, @Nullable Object> tree = new HashMap<>(content);
        tree.put("apiVersion", apiVersion);
        tree.put("kind", key.kind().kind());
        tree.put("metadata", metadata);
        return tree;
    }

    static String uid(Map<String, @Nullable Object> tree) {
        return String.valueOf(metadata(tree).get("uid"));
    }

    /** The same with another version, as the event of its deletion has it. */
    static Map<String, @Nullable Object> at(Map<String, @Nullable Object> tree, long version) {
        Map<Object, @Nullable Object> metadata = new HashMap<>(metadata(tree));
        metadata.put("resourceVersion", Long.toString(version));
        Map<String, @Nullable Object> next = new HashMap<>(tree);
        next.put("metadata", metadata);
        return next;
    }

    private static Map<?, ?> metadata(Map<String, @Nullable Object> tree) {
        return (Map<?, ?>) Objects.requireNonNull(tree.get("metadata"));
    }
}
