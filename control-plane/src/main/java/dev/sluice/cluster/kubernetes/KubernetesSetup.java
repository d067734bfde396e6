package dev.sluice.cluster.kubernetes;

import akka.actor.ExtendedActorSystem;
import akka.actor.setup.Setup;
import dev.sluice.cluster.ClusterSettings.Finding.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;

/** Hands the client of the API server to what Akka makes by name: an actor system has it, the class loader does not. */
final class KubernetesSetup extends Setup {
    private final KubernetesClient client;
    private final Service service;

    KubernetesSetup(KubernetesClient client, Service service) {
        this.client = client;
        this.service = service;
    }

    static KubernetesSetup of(ExtendedActorSystem system) {
        return system.settings()
                .setup()
                .get(KubernetesSetup.class)
                .orElseThrow(() -> new IllegalStateException("expected a KubernetesSetup in the actor system's setup"));
    }

    Service service() {
        return service;
    }

    LeaseStore leases(Duration timeout) {
        return new ApiLeases(within(timeout), service.namespace());
    }

    /** The same connections and credentials; a call that takes longer fails, and nothing is tried again unasked. */
    KubernetesClient within(Duration timeout) {
        return client.newClient(
                        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                                .withRequestTimeout((int) timeout.toMillis())
                                .withRequestRetryBackoffLimit(0)
                                .build())
                .adapt(KubernetesClient.class);
    }
}
