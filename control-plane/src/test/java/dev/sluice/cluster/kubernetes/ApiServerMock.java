package dev.sluice.cluster.kubernetes;

import dev.sluice.cluster.ClusterSettings.Finding.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;

/** An API server over HTTP that keeps what it is given. */
final class ApiServerMock implements AutoCloseable {
    static final String NAMESPACE = "ingress";
    static final String SERVICE = "sluice-cluster";

    final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    final KubernetesClient client;

    ApiServerMock() {
        server.init();
        client = server.createClient();
    }

    static Service service(int required, int managementPort) {
        return new Service(NAMESPACE, SERVICE, required, managementPort);
    }

    /** A slice of the Service whose endpoints are all not ready. */
    void endpoints(String slice, String... addresses) {
        EndpointSliceBuilder builder = new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(slice)
                .withNamespace(NAMESPACE)
                .addToLabels("kubernetes.io/service-name", SERVICE)
                .endMetadata()
                .withAddressType("IPv4");
        for (String address : addresses) {
            builder.addToEndpoints(new EndpointBuilder()
                    .withAddresses(address)
                    .withNewConditions()
                    .withReady(false)
                    .withServing(false)
                    .withTerminating(false)
                    .endConditions()
                    .build());
        }
        EndpointSlice made = builder.build();
        client.resource(made).create();
    }

    Lease lease(String name) {
        return client.leases().inNamespace(NAMESPACE).withName(name).get();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
