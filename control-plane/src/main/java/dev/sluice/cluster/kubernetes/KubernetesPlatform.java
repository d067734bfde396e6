package dev.sluice.cluster.kubernetes;

import akka.actor.setup.Setup;
import akka.actor.typed.ActorSystem;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import akka.management.javadsl.AkkaManagement;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sluice.cluster.ClusterActor;
import dev.sluice.cluster.ClusterSettings;
import dev.sluice.cluster.ClusterSettings.Finding.Service;
import dev.sluice.cluster.ClusterSettings.Leases;
import dev.sluice.cluster.Platform;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In Kubernetes: replicas are the endpoints of a headless Service and ask each other for their cluster over HTTP, a Lease
 * decides who goes on after a split, and another fences the leader.
 */
public final class KubernetesPlatform implements Platform {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesPlatform.class);
    private static final String DISCOVERY = "sluice-endpoints";
    private static final String LEASES = "sluice-leases.";
    private static final String BOOTSTRAP = "akka.management.cluster.bootstrap.";
    private static final String SBR = "akka.cluster.split-brain-resolver.";

    private final ClusterSettings settings;
    private final Service service;
    private final KubernetesSetup setup;

    /**
     * If replicas are to be found by a Service.
     *
     * @param client reloads its credentials itself; is not closed
     */
    public static Optional<Platform> of(ClusterSettings settings, KubernetesClient client) {
        return settings.finding() instanceof Service service
                ? Optional.of(new KubernetesPlatform(settings, service, client))
                : Optional.empty();
    }

    KubernetesPlatform(ClusterSettings settings, Service service, KubernetesClient client) {
        this.settings = settings;
        this.service = service;
        this.setup = new KubernetesSetup(client, service);
    }

    @Override
    public Config config(Start start) {
        Map<String, Object> values = new HashMap<>();
        bootstrap(values);
        lease("split", true, values); // the resolver asks once, the singleton again and again
        lease("leader", false, values);
        values.put(SBR + "active-strategy", "lease-majority");
        values.put(SBR + "lease-majority.lease-implementation", LEASES + "split");
        values.put("akka.cluster.singleton.use-lease", LEASES + "leader");
        return ConfigFactory.parseMap(values, "cluster in Kubernetes");
    }

    private void bootstrap(Map<String, Object> values) {
        values.put("akka.discovery.method", DISCOVERY);
        values.put("akka.discovery." + DISCOVERY + ".class", KubernetesDiscovery.class.getName());
        values.put(BOOTSTRAP + "contact-point-discovery.service-name", service.name());
        values.put(BOOTSTRAP + "contact-point-discovery.service-namespace", service.namespace());
        values.put(BOOTSTRAP + "contact-point-discovery.required-contact-point-nr", service.required());
        values.put("akka.management.http.hostname", settings.host());
        values.put("akka.management.http.port", service.managementPort());
    }

    private void lease(String which, boolean patient, Map<String, Object> values) {
        Leases leases = settings.leases();
        String at = LEASES + which + ".";
        values.put(at + "lease-class", KubernetesLease.class.getName());
        values.put(at + "object", leases.prefix() + "-" + which);
        values.put(at + "patient", patient);
        values.put(at + "heartbeat-timeout", leases.ttl());
        values.put(at + "heartbeat-interval", leases.renew());
        values.put(at + "lease-operation-timeout", leases.timeout());
    }

    @Override
    public List<Setup> setups() {
        return List.of(setup);
    }

    @Override
    public List<ClusterActor> actors() {
        return List.of();
    }

    /** Listens for others' questions first. A start that cannot listen ends, and is tried anew. */
    @Override
    public void begin(ActorSystem<?> system, Start start) {
        AkkaManagement.get(system).start().whenComplete((address, fault) -> {
            if (fault == null) {
                ClusterBootstrap.get(system).start();
            } else {
                LOG.error(
                        "Cannot listen on {}:{} for other replicas (cluster.service.management-port)",
                        settings.host(),
                        service.managementPort(),
                        fault);
                system.terminate();
            }
        });
    }

    @Override
    public Turn turn(ActorSystem<?> system) {
        return new LeaseTurn(KubernetesLeases.of(system.classicSystem())
                .named(settings.leases().prefix() + "-leader"));
    }
}
