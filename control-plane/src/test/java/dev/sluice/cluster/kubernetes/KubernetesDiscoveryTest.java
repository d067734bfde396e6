package dev.sluice.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.ExtendedActorSystem;
import akka.actor.setup.ActorSystemSetup;
import akka.discovery.ServiceDiscovery.Resolved;
import akka.discovery.ServiceDiscovery.ResolvedTarget;
import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the mock API server, over HTTP. */
final class KubernetesDiscoveryTest {
    private final ApiServerMock api = new ApiServerMock();
    private final ActorSystem system = ActorSystem.create(
            "discovery",
            ActorSystemSetup.create(
                    BootstrapSetup.create(ConfigFactory.parseString("akka.actor.provider = local")
                            .withFallback(ConfigFactory.load())),
                    new KubernetesSetup(api.client, ApiServerMock.service(2, 8558))));
    private final KubernetesDiscovery discovery = new KubernetesDiscovery((ExtendedActorSystem) system);

    @AfterEach
    void stop() throws Exception {
        system.terminate();
        api.close();
        system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void endpointsOfAllSlicesAreFoundReadyOrNotAndEachOnce() throws Exception {
        api.endpoints("one", "10.0.0.2", "10.0.0.1");
        api.endpoints("two", "10.0.0.3", "10.0.0.1");
        assertThat(resolve().getAddresses())
                .extracting(ResolvedTarget::host)
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(resolve().getAddresses())
                .allSatisfy(target -> assertThat(target.getPort()).hasValue(8558));
    }

    @Test
    void thoseThatTerminateAreLeftOut() throws Exception {
        api.endpoints("one", "10.0.0.1", "10.0.0.2");
        EndpointSlice slice = api.client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(ApiServerMock.NAMESPACE)
                .withName("one")
                .get();
        slice.getEndpoints().getFirst().getConditions().setTerminating(true);
        api.client.resource(slice).update();
        assertThat(resolve().getAddresses()).extracting(ResolvedTarget::host).containsExactly("10.0.0.2");
    }

    @Test
    void aServiceWithoutEndpointsIsEmptyAndNoError() throws Exception {
        assertThat(resolve().getAddresses()).isEmpty();
    }

    @Test
    void anApiServerThatIsAwayIsAnErrorWithinTheLimit() {
        api.server.shutdown();
        assertThatThrownBy(this::resolve).isInstanceOf(ExecutionException.class);
    }

    private Resolved resolve() throws Exception {
        return discovery
                .lookup("sluice-cluster", Duration.ofSeconds(3))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
