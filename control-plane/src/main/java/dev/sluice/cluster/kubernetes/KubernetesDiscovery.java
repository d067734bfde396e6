package dev.sluice.cluster.kubernetes;

import akka.actor.ExtendedActorSystem;
import akka.discovery.Lookup;
import akka.discovery.ServiceDiscovery;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import scala.Option;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.DurationConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * The other replicas: the endpoints of one headless Service, as its EndpointSlices show them. Whether an endpoint is ready
 * does not matter, since no replica is before the first cluster is founded; only those that terminate are left out.
 */
public final class KubernetesDiscovery extends ServiceDiscovery {
    private static final String BLOCKING = "akka.actor.default-blocking-io-dispatcher";
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final KubernetesSetup setup;
    private final Executor waiting;

    /** Called by Akka. */
    public KubernetesDiscovery(ExtendedActorSystem system) {
        this.setup = KubernetesSetup.of(system);
        this.waiting = system.dispatchers().lookup(BLOCKING);
    }

    /** What is looked up is known: the name in the lookup only serves for messages. */
    @Override
    public Future<Resolved> lookup(Lookup lookup, FiniteDuration limit) {
        Duration timeout = DurationConverters.toJava(limit);
        return FutureConverters.asScala(CompletableFuture.supplyAsync(() -> resolve(lookup, timeout), waiting)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Resolved resolve(Lookup lookup, Duration timeout) {
        KubernetesClient client = setup.within(timeout);
        List<ResolvedTarget> targets = client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(setup.service().namespace())
                .withLabel(SERVICE_NAME, setup.service().name())
                .list()
                .getItems()
                .stream()
                .flatMap(slice -> endpoints(slice).stream())
                .filter(KubernetesDiscovery::stays)
                .flatMap(endpoint -> endpoint.getAddresses().stream())
                .distinct()
                .sorted()
                .map(this::target)
                .toList();
        return new Resolved(
                lookup.serviceName(), CollectionConverters.asScala(targets).toSeq());
    }

    private static List<Endpoint> endpoints(EndpointSlice slice) {
        return Objects.requireNonNullElse(slice.getEndpoints(), List.of());
    }

    private static boolean stays(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.TRUE.equals(endpoint.getConditions().getTerminating());
    }

    private ResolvedTarget target(String address) {
        try {
            return new ResolvedTarget(
                    address,
                    Option.apply(setup.service().managementPort()),
                    Option.apply(InetAddress.getByName(address)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "EndpointSlice of " + setup.service().name() + ": address '" + address
                            + "' expected to be an IP address",
                    e);
        }
    }
}
