package dev.sluice.status;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.LoadBalancerAddress;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes to an API server: reads the object, makes sure that it still is the one that was meant, and replaces its status
 * subresource on condition that nobody wrote in between.
 */
public final class IngressStatusClient implements StatusTarget {
    private final KubernetesClient client;
    private final int conflictRetries;

    /** @param conflictRetries how often to read again after another writer came first */
    public IngressStatusClient(KubernetesClient client, int conflictRetries) {
        this.client = client;
        this.conflictRetries = conflictRetries;
    }

    @Override
    public Outcome write(StatusWrite write, BooleanSupplier leading) {
        try {
            return write(write, leading, conflictRetries);
        } catch (KubernetesClientException e) {
            String status = e.getCode() > 0 ? "HTTP " + e.getCode() + ": " : "";
            return new Outcome.Failed(status + e.getMessage());
        }
    }

    private Outcome write(StatusWrite write, BooleanSupplier leading, int retries) {
        Ingress current = read(write.intent().object());
        Optional<String> other = difference(write, current);
        if (other.isPresent() || current == null) {
            return new Outcome.Outdated(other.orElse("it is gone"));
        }
        if (addresses(current).equals(write.intent().addresses())) {
            return new Outcome.Written();
        }
        if (!leading.getAsBoolean()) {
            return new Outcome.Withheld();
        }
        try {
            replace(current, write.intent().addresses());
            return new Outcome.Written();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT && retries > 0) {
                return write(write, leading, retries - 1);
            }
            throw e;
        }
    }

    private @Nullable Ingress read(ObjectKey object) {
        return client.network()
                .v1()
                .ingresses()
                .inNamespace(object.namespace())
                .withName(object.name())
                .get();
    }

    /** How the object is another than the one that was meant; empty if it is the same. */
    private static Optional<String> difference(StatusWrite write, @Nullable Ingress current) {
        if (current == null) {
            return Optional.of("it is gone");
        }
        if (!write.intent().uid().equals(current.getMetadata().getUid())) {
            return Optional.of("it was made anew");
        }
        Long generation = current.getMetadata().getGeneration();
        if (generation != null && write.generation() != 0 && generation != write.generation()) {
            return Optional.of("its specification is another");
        }
        Map<String, String> annotations = current.getMetadata().getAnnotations();
        String legacyClass = annotations == null ? "" : annotations.getOrDefault(StatusWrite.LEGACY_CLASS, "");
        return legacyClass.equals(write.legacyClass()) ? Optional.empty() : Optional.of("its class is another");
    }

    private static List<LoadBalancerAddress> addresses(Ingress ingress) {
        if (ingress.getStatus() == null || ingress.getStatus().getLoadBalancer() == null) {
            return List.of();
        }
        return ingress.getStatus().getLoadBalancer().getIngress().stream()
                .map(one -> new LoadBalancerAddress(text(one.getIp()), text(one.getHostname())))
                .sorted()
                .toList();
    }

    /** A PUT that carries the resource version read, so that it fails with 409 if somebody else has written since. */
    private void replace(Ingress current, List<LoadBalancerAddress> addresses) {
        List<IngressLoadBalancerIngress> entries =
                addresses.stream().map(IngressStatusClient::entry).toList();
        client.resource(new IngressBuilder(current)
                        .editOrNewStatus()
                        .editOrNewLoadBalancer()
                        .withIngress(entries)
                        .endLoadBalancer()
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private static IngressLoadBalancerIngress entry(LoadBalancerAddress address) {
        return new IngressLoadBalancerIngressBuilder()
                .withIp(address.ip().isEmpty() ? null : address.ip())
                .withHostname(address.hostname().isEmpty() ? null : address.hostname())
                .build();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
