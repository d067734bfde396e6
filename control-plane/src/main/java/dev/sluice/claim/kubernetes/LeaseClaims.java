package dev.sluice.claim.kubernetes;

import dev.sluice.claim.Claim;
import dev.sluice.claim.ClaimId;
import dev.sluice.claim.ClaimTarget;
import dev.sluice.claim.Seen;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A claim is a Lease with a label, in the namespace of its control plane; the claims of all namespaces are found by the
 * label, and of very many the oldest: who may write Leases anywhere can make claims, but none that is older than those that
 * are there. A list is answered from the API server's watch cache, which may be a moment old.
 */
public final class LeaseClaims implements ClaimTarget {
    private static final long MOST = 256;
    private static final String FROM_CACHE = "0";

    private final KubernetesClient client;
    private final Clock clock;

    /**
     * @param client is not closed
     * @param timeout of each request; nothing is tried again unasked
     */
    public LeaseClaims(KubernetesClient client, Duration timeout, Clock clock) {
        this.client = client.newClient(
                        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                                .withRequestTimeout((int) timeout.toMillis())
                                .withRequestRetryBackoffLimit(0)
                                .build())
                .adapt(KubernetesClient.class);
        this.clock = clock;
    }

    @Override
    public List<Seen> list() throws IOException {
        return asked(() -> client.leases()
                        .inAnyNamespace()
                        .list(new ListOptionsBuilder()
                                .withLabelSelector(ClaimLease.LABEL + "=" + ClaimLease.CLAIM)
                                .withResourceVersion(FROM_CACHE)
                                .build()))
                .getItems()
                .stream()
                .map(ClaimLease::read)
                .sorted(Seen.OLDEST_FIRST)
                .limit(MOST)
                .toList();
    }

    /** Another replica of this control plane may do the same at a change of leaders: then it is written, whoever was faster. */
    @Override
    public void renew(ClaimId id, Claim claim, String holder, Duration ttl) throws IOException {
        Lease before = asked(() -> client.leases()
                .inNamespace(id.namespace())
                .withName(ClaimLease.name(id))
                .get());
        Lease next = ClaimLease.write(id, claim, holder, ttl, clock.instant(), before);
        try {
            if (before == null) {
                client.resource(next).create();
            } else {
                client.resource(next).update();
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw failure(e);
            }
        }
    }

    private static <T> T asked(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw failure(e);
        }
    }

    private static IOException failure(KubernetesClientException e) {
        return new IOException(e.getCode() > 0 ? "HTTP " + e.getCode() + ": " + e.getMessage() : e.getMessage(), e);
    }
}
