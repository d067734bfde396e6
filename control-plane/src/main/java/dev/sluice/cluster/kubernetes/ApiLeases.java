package dev.sluice.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Leases of {@code coordination.k8s.io/v1} in one namespace of an API server. */
final class ApiLeases implements LeaseStore {
    private final KubernetesClient client;
    private final String namespace;

    /** @param client whose request timeout bounds every call */
    ApiLeases(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    @Override
    public Optional<Stored> read(String name) throws IOException {
        return Optional.ofNullable(asked(() -> lease(name).get())).map(ApiLeases::stored);
    }

    @Override
    public Stored create(String name, LeaseRecord lease) throws IOException {
        Lease fresh = new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withSpec(spec(lease))
                .build();
        return stored(asked(() -> client.resource(fresh).create()));
    }

    /** A PUT that carries the resource version, so that it fails with 409 if somebody else has written since. */
    @Override
    public Stored replace(String name, Stored before, LeaseRecord lease) throws IOException {
        Lease next = new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withResourceVersion(before.version())
                .endMetadata()
                .withSpec(spec(lease))
                .build();
        return stored(asked(() -> client.resource(next).update()));
    }

    private Resource<Lease> lease(String name) {
        return client.leases().inNamespace(namespace).withName(name);
    }

    private static <T> T asked(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            int status = e.getCode();
            if (status == HttpURLConnection.HTTP_CONFLICT || status == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new Conflict("HTTP " + status);
            }
            throw new IOException(status > 0 ? "HTTP " + status + ": " + e.getMessage() : e.getMessage(), e);
        }
    }

    private static Stored stored(Lease lease) {
        LeaseSpec spec = lease.getSpec() == null ? new LeaseSpec() : lease.getSpec();
        Integer seconds = spec.getLeaseDurationSeconds();
        Integer transitions = spec.getLeaseTransitions();
        return new Stored(
                new LeaseRecord(
                        spec.getHolderIdentity() == null ? "" : spec.getHolderIdentity(),
                        Duration.ofSeconds(seconds == null ? 0 : seconds),
                        instant(spec.getAcquireTime()),
                        instant(spec.getRenewTime()),
                        transitions == null ? 0 : transitions),
                lease.getMetadata().getResourceVersion());
    }

    private static Instant instant(@Nullable ZonedDateTime time) {
        return time == null ? Instant.EPOCH : time.toInstant();
    }

    private static LeaseSpec spec(LeaseRecord lease) {
        LeaseSpec spec = new LeaseSpec();
        spec.setHolderIdentity(lease.holder());
        spec.setLeaseDurationSeconds(
                (int) Math.max(1, lease.ttl().plusMillis(999).toSeconds()));
        spec.setAcquireTime(lease.acquired().atZone(ZoneOffset.UTC));
        spec.setRenewTime(lease.renewed().atZone(ZoneOffset.UTC));
        spec.setLeaseTransitions(lease.transitions());
        return spec;
    }
}
