package dev.sluice.e2e;

/** Texts of manifests. */
final class Manifest {
    private Manifest() {}

    /** One Ingress of one host and path to a Service of the same namespace. */
    static String ingress(String name, String host, String path, String service) {
        return """
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s, namespace: default}
                spec:
                  ingressClassName: sluice
                  rules:
                    - host: %s
                      http:
                        paths:
                          - {path: %s, pathType: Prefix, backend: {service: {name: %s, port: {number: 80}}}}
                """.formatted(name, host, path, service);
    }

    /** A Service and a slice with endpoints on loopback. */
    static String service(String name, int... ports) {
        StringBuilder text = new StringBuilder("""
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: default}
                spec: {ports: [{port: 80}]}
                """.formatted(name));
        for (int port : ports) {
            text.append("""
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata: {name: %s-%d, namespace: default, labels: {kubernetes.io/service-name: %s}}
                    addressType: IPv4
                    endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
                    ports: [{name: '', port: %d, protocol: TCP}]
                    """.formatted(name, port, name, port));
        }
        return text.toString();
    }
}
