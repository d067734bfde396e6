package dev.sluice.key;

/** An API group (empty for the core group) and a kind, as in {@code networking.k8s.io} and {@code Ingress}. */
public record ObjectKind(String group, String kind) implements Comparable<ObjectKind> {
    public static final ObjectKind INGRESS = new ObjectKind("networking.k8s.io", "Ingress");
    public static final ObjectKind INGRESS_CLASS = new ObjectKind("networking.k8s.io", "IngressClass");
    public static final ObjectKind SERVICE = new ObjectKind("", "Service");
    public static final ObjectKind ENDPOINT_SLICE = new ObjectKind("discovery.k8s.io", "EndpointSlice");
    public static final ObjectKind ENDPOINTS = new ObjectKind("", "Endpoints");
    public static final ObjectKind SECRET = new ObjectKind("", "Secret");
    public static final ObjectKind CONFIG_MAP = new ObjectKind("", "ConfigMap");

    @Override
    public int compareTo(ObjectKind other) {
        int byGroup = group.compareTo(other.group);
        return byGroup != 0 ? byGroup : kind.compareTo(other.kind);
    }

    @Override
    public String toString() {
        return group.isEmpty() ? kind : kind + "." + group;
    }
}
