package dev.sluice.watch.kubernetes;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What one watch is for, and where the API server has it.
 *
 * @param namespace empty for all namespaces and for cluster-scoped kinds
 * @param name empty unless the watch is for a single object
 */
record WatchScope(ObjectKind kind, String namespace, String name) {
    private static final Map<ObjectKind, String> PLURALS = Map.of(
            ObjectKind.INGRESS, "ingresses",
            ObjectKind.INGRESS_CLASS, "ingressclasses",
            ObjectKind.SERVICE, "services",
            ObjectKind.ENDPOINT_SLICE, "endpointslices",
            ObjectKind.SECRET, "secrets",
            ObjectKind.CONFIG_MAP, "configmaps");

    static WatchScope all(ObjectKind kind, String namespace) {
        return new WatchScope(kind, kind.equals(ObjectKind.INGRESS_CLASS) ? "" : namespace, "");
    }

    static WatchScope single(ObjectKey key) {
        return new WatchScope(key.kind(), key.namespace(), key.name());
    }

    WatchKey key() {
        return new WatchKey(kind, name.isEmpty() ? namespace : namespace + "/" + name);
    }

    /** Of an object that the API server has under this name. */
    ObjectKey keyOf(String itsNamespace, String itsName) {
        return itsNamespace.isEmpty()
                ? ObjectKey.clusterScoped(kind, itsName)
                : ObjectKey.of(kind, itsNamespace, itsName);
    }

    String apiVersion() {
        return kind.group().isEmpty() ? "v1" : kind.group() + "/v1";
    }

    /** Relative to the server's address. */
    String path() {
        String root = kind.group().isEmpty() ? "api/v1/" : "apis/" + kind.group() + "/v1/";
        String within = namespace.isEmpty() ? "" : "namespaces/" + encoded(namespace) + "/";
        return root + within + PLURALS.get(kind);
    }

    /** The query's beginning: what selects the single object, or nothing. */
    String selector() {
        return name.isEmpty() ? "" : "fieldSelector=" + encoded("metadata.name=" + name) + "&";
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
