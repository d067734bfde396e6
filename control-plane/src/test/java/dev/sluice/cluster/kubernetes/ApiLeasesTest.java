package dev.sluice.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cluster.kubernetes.LeaseStore.Conflict;
import dev.sluice.cluster.kubernetes.LeaseStore.Stored;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over HTTP, against fabric8's mock server. */
final class ApiLeasesTest {
    private static final Instant THEN = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final LeaseRecord HELD = new LeaseRecord("a", Duration.ofSeconds(7), THEN, THEN.plusSeconds(2), 3);

    private final ApiServerMock api = new ApiServerMock();
    private final ApiLeases leases = new ApiLeases(api.client, ApiServerMock.NAMESPACE);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whatIsWrittenIsReadAgainToTheMicrosecond() throws Exception {
        leases.create("l", HELD);
        assertThat(leases.read("l").map(Stored::lease)).contains(HELD);
        Lease seen = api.lease("l");
        assertThat(seen.getSpec().getHolderIdentity()).isEqualTo("a");
        assertThat(seen.getSpec().getLeaseDurationSeconds()).isEqualTo(7);
        assertThat(seen.getSpec().getLeaseTransitions()).isEqualTo(3);
    }

    @Test
    void whatIsNotThereIsNotAnError() throws Exception {
        assertThat(leases.read("l")).isEmpty();
    }

    @Test
    void ofTwoThatCreateItTheSecondMeetsTheFirst() throws Exception {
        leases.create("l", HELD);
        assertThatThrownBy(() -> leases.create("l", HELD)).isInstanceOf(Conflict.class);
    }

    @Test
    void ofTwoThatReplaceTheSameVersionTheSecondMeetsTheFirst() throws Exception {
        Stored before = leases.create("l", HELD);
        leases.replace("l", before, new LeaseRecord("b", Duration.ofSeconds(7), THEN, THEN, 4));
        assertThatThrownBy(() -> leases.replace("l", before, HELD)).isInstanceOf(Conflict.class);
        assertThat(leases.read("l").orElseThrow().lease().holder()).isEqualTo("b");
    }

    @Test
    void oneThatIsGoneCannotBeReplaced() throws Exception {
        Stored before = leases.create("l", HELD);
        api.client.leases().inNamespace(ApiServerMock.NAMESPACE).withName("l").delete();
        assertThatThrownBy(() -> leases.replace("l", before, HELD)).isInstanceOf(Conflict.class);
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() {
        api.server.shutdown();
        LeaseStore asReplicasDo =
                new KubernetesSetup(api.client, ApiServerMock.service(1, 8558)).leases(Duration.ofSeconds(2));
        assertThatThrownBy(() -> asReplicasDo.read("l"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(Conflict.class);
    }

    @Test
    void aTokenThatIsRenewedIsUsedByTheNextCall() throws Exception {
        AtomicReference<String> token = new AtomicReference<>("first");
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(api.client.getConfiguration())
                        .withOauthTokenProvider(token::get)
                        .build())
                .build()) {
            ApiLeases authorized = new ApiLeases(
                    new KubernetesSetup(client, ApiServerMock.service(1, 8558)).within(Duration.ofSeconds(2)),
                    ApiServerMock.NAMESPACE);
            authorized.read("l");
            assertThat(authorization()).isEqualTo("Bearer first");
            token.set("second");
            authorized.read("l");
            assertThat(authorization()).isEqualTo("Bearer second");
        }
    }

    private String authorization() throws InterruptedException {
        return api.server.takeRequest().getHeaders().get("Authorization");
    }
}
