package dev.sluice.claim.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.claim.Claim;
import dev.sluice.claim.ClaimId;
import dev.sluice.claim.Seen;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over HTTP, against fabric8's mock server. */
final class LeaseClaimsTest {
    private static final ClaimId A = new ClaimId("a", "sluice");
    private static final ClaimId B = new ClaimId("b", "members");
    private static final Claim CLAIM = new Claim("sluice.dev/ingress-controller", "sluice", true, "shop", true);
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Instant THEN = Instant.parse("2026-03-01T10:00:00Z");

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient();
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    private LeaseClaims at(Instant now) {
        return new LeaseClaims(client, Duration.ofSeconds(2), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void what_is_claimed_is_read_again_by_everybody_in_all_namespaces() throws IOException {
        at(THEN).renew(A, CLAIM, "pod-0", TTL);
        at(THEN).renew(B, CLAIM, "pod-1", TTL);
        List<Seen> seen = at(THEN).list();
        assertThat(seen).extracting(Seen::id).containsExactlyInAnyOrder(A, B);
        assertThat(seen).extracting(Seen::claim).containsOnly(CLAIM);
        assertThat(seen).extracting(Seen::ttl).containsOnly(TTL);
        assertThat(seen).extracting(Seen::holder).containsExactlyInAnyOrder("pod-0", "pod-1");
    }

    @Test
    void a_renewal_changes_the_mark_and_not_the_age() throws IOException {
        at(THEN).renew(A, CLAIM, "pod-0", TTL);
        Seen before = at(THEN).list().getFirst();
        at(THEN.plusSeconds(15)).renew(A, CLAIM, "pod-0", TTL);
        Seen after = at(THEN).list().getFirst();
        assertThat(after.mark()).isNotEqualTo(before.mark());
        assertThat(after.made()).isEqualTo(before.made());
        at(THEN.plusSeconds(30)).renew(A, CLAIM, "pod-1", TTL);
        Lease lease =
                client.leases().inNamespace("a").withName("sluice-claim-sluice").get();
        assertThat(lease.getSpec().getHolderIdentity()).isEqualTo("pod-1");
        assertThat(lease.getSpec().getLeaseTransitions()).isEqualTo(1);
    }

    @Test
    void leases_of_others_are_not_claims_and_text_of_others_is_cut() throws IOException {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-system")
                        .withName("kube-scheduler")
                        .endMetadata()
                        .build())
                .create();
        assertThat(at(THEN).list()).isEmpty();
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("c")
                        .withName("mine")
                        .addToLabels(ClaimLease.LABEL, ClaimLease.CLAIM)
                        .addToAnnotations("sluice.dev/controller-class", "a\nb")
                        .addToAnnotations("sluice.dev/ingress-class", "x".repeat(5000))
                        .endMetadata()
                        .build())
                .create();
        Seen odd = at(THEN).list().getFirst();
        assertThat(odd.claim().controllerClass()).isEqualTo("?");
        assertThat(odd.claim().ingressClass()).hasSize(253);
        assertThat(odd.ttl()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_server_that_is_away_is_said_to_be() {
        server.shutdown();
        assertThatThrownBy(() -> at(THEN).list()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> at(THEN).renew(A, CLAIM, "pod-0", TTL)).isInstanceOf(IOException.class);
    }
}
