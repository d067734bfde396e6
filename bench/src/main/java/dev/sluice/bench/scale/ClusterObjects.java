package dev.sluice.bench.scale;

/**
 * A cluster as large as is asked for: one Service and one EndpointSlice for each Ingress, all with the annotations,
 * owners and managed fields that such objects have in a real cluster. Addresses are of loopback, and nobody asks them.
 */
record ClusterObjects(int ingresses, int namespaces, int services, int endpoints) {
    static final String CLASS = "sluice";
    private static final String LABELS =
            ",\"labels\":{\"app.kubernetes.io/name\":\"%1$s\",\"app.kubernetes.io/managed-by\":\"Helm\"}";
    private static final String MANAGED = ",\"managedFields\":[{\"manager\":\"helm\",\"operation\":\"Update\","
            + "\"apiVersion\":\"%1$s\",\"time\":\"2026-05-04T08:15:30Z\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{"
            + "\"f:metadata\":{\"f:annotations\":{\".\":{},\"f:meta.helm.sh/release-name\":{}},\"f:labels\":{\".\":{},"
            + "\"f:app.kubernetes.io/name\":{},\"f:app.kubernetes.io/managed-by\":{}}},\"f:spec\":{%2$s}}}]";

    void fill(ObjectStore store) {
        store.put(Kind.NAMESPACE, new StoredObject("", "kube-system", 0, "", ""));
        store.put(
                Kind.INGRESS_CLASS,
                new StoredObject("", CLASS, 0, "", "\"spec\":{\"controller\":\"sluice.dev/ingress-controller\"}"));
        for (int i = 0; i < services; i++) {
            store.put(Kind.SERVICE, service(namespace(i), name(i)));
            store.put(Kind.ENDPOINT_SLICE, slice(i, 0));
        }
        for (int i = 0; i < ingresses; i++) {
            store.put(Kind.INGRESS, ingress(namespace(i), name(i), host(i), name(i % services)));
        }
    }

    private String namespace(int i) {
        return "team-%02d".formatted(i % namespaces);
    }

    private static String name(int i) {
        return "app-%05d".formatted(i);
    }

    String host(int i) {
        return name(i) + "." + namespace(i) + ".bench.test";
    }

    /** The endpoints of a Service after so many of them were replaced, one by one. */
    StoredObject slice(int i, int replaced) {
        int count = endpoints / services + (i < endpoints % services ? 1 : 0);
        StringBuilder all = new StringBuilder();
        for (int e = 0; e < count; e++) {
            int generation = (replaced + count - 1 - e) / count;
            String address = "127." + (1 + (i >> 8)) + "." + (i & 0xff) + "." + (1 + e + generation % 50 * 4);
            all.append(e == 0 ? "" : ",").append(endpoint(address, name(i) + "-" + generation + "-" + e, namespace(i)));
        }
        return slice(namespace(i), name(i), all.toString(), 8080);
    }

    /** With the one endpoint at which a backend listens. */
    static StoredObject slice(String namespace, String service, int port) {
        return slice(namespace, service, endpoint("127.0.0.1", service + "-0", namespace), port);
    }

    private static StoredObject slice(String namespace, String service, String endpoints, int port) {
        String metadata = ",\"generation\":7,\"generateName\":\"" + service + "-\",\"labels\":{"
                + "\"endpointslice.kubernetes.io/managed-by\":\"endpointslice-controller.k8s.io\","
                + "\"kubernetes.io/service-name\":\"" + service + "\"},\"annotations\":{"
                + "\"endpoints.kubernetes.io/last-change-trigger-time\":\"2026-05-04T08:15:30Z\"},\"ownerReferences\":[{"
                + "\"apiVersion\":\"v1\",\"kind\":\"Service\",\"name\":\"" + service
                + "\",\"uid\":\"0d1a1e1c-6f2b-4f0e-8a53-1f8b8f6d2a10\",\"controller\":true,\"blockOwnerDeletion\":true}]"
                + MANAGED.formatted("discovery.k8s.io/v1", "\"f:endpoints\":{},\"f:ports\":{}");
        return new StoredObject(
                namespace,
                service + "-x7k2p",
                0,
                metadata,
                "\"addressType\":\"IPv4\",\"endpoints\":[" + endpoints
                        + "],\"ports\":[{\"name\":\"http\",\"protocol\":\"TCP\",\"port\":" + port + "}]");
    }

    private static String endpoint(String address, String pod, String namespace) {
        return "{\"addresses\":[\"" + address
                + "\"],\"conditions\":{\"ready\":true,\"serving\":true,\"terminating\":false},"
                + "\"nodeName\":\"node-" + (address.hashCode() & 63) + "\",\"zone\":\"zone-" + (address.hashCode() & 1)
                + "\",\"targetRef\":{\"kind\":\"Pod\",\"namespace\":\"" + namespace + "\",\"name\":\"" + pod
                + "\",\"uid\":\"7b0c7c1e-4f57-4b8e-9d0b-3d8f5a0f6c11\"}}";
    }

    static StoredObject service(String namespace, String name) {
        String metadata = LABELS.formatted(name) + MANAGED.formatted("v1", "\"f:ports\":{},\"f:selector\":{}");
        return new StoredObject(
                namespace,
                name,
                0,
                metadata,
                "\"spec\":{\"ports\":[{\"name\":\"http\",\"protocol\":\"TCP\",\"port\":80,\"targetPort\":8080}],"
                        + "\"selector\":{\"app.kubernetes.io/name\":\"" + name + "\"},\"clusterIP\":\"10.96.0.10\","
                        + "\"clusterIPs\":[\"10.96.0.10\"],\"type\":\"ClusterIP\",\"sessionAffinity\":\"None\","
                        + "\"ipFamilies\":[\"IPv4\"],\"ipFamilyPolicy\":\"SingleStack\",\"internalTrafficPolicy\":\"Cluster\"},"
                        + "\"status\":{\"loadBalancer\":{}}");
    }

    static StoredObject ingress(String namespace, String name, String host, String service) {
        String metadata = ",\"generation\":3" + LABELS.formatted(name)
                + ",\"annotations\":{\"meta.helm.sh/release-name\":\"" + name + "\"}"
                + MANAGED.formatted("networking.k8s.io/v1", "\"f:ingressClassName\":{},\"f:rules\":{}");
        return new StoredObject(
                namespace,
                name,
                0,
                metadata,
                "\"spec\":{\"ingressClassName\":\"" + CLASS + "\",\"rules\":[{\"host\":\"" + host
                        + "\",\"http\":{\"paths\":[{\"path\":\"/\",\"pathType\":\"Prefix\",\"backend\":{\"service\":{\"name\":\""
                        + service
                        + "\",\"port\":{\"number\":80}}}}]}}]},\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":"
                        + "\"192.0.2.10\"}]}}");
    }
}
