package dev.sluice.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.status.StatusTarget.Outcome;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against an API server that keeps objects: fabric8's mock in CRUD mode. */
final class IngressStatusClientTest {
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final AtomicBoolean leading = new AtomicBoolean(true);
    private final KubernetesClient client = connect(server);

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void theStatusIsWrittenAndNothingElse() {
        Ingress before = create();
        assertThat(write(before, "192.0.2.1", "")).isEqualTo(new Outcome.Written());
        Ingress after = read();
        assertThat(after.getStatus().getLoadBalancer().getIngress())
                .singleElement()
                .satisfies(one -> assertThat(one.getIp()).isEqualTo("192.0.2.1"));
        assertThat(after.getSpec()).isEqualTo(before.getSpec());
        assertThat(after.getMetadata().getAnnotations())
                .isEqualTo(before.getMetadata().getAnnotations());
    }

    @Test
    void whatStandsThereAlreadyIsNotWrittenAgain() {
        Ingress before = create();
        write(before, "192.0.2.1", "");
        String version = read().getMetadata().getResourceVersion();
        assertThat(write(before, "192.0.2.1", "")).isEqualTo(new Outcome.Written());
        assertThat(read().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void anObjectThatWasMadeAnewOrIsGoneIsLeftAlone() {
        Ingress before = create();
        Ingress other = new IngressBuilder(before)
                .editMetadata()
                .withUid("another")
                .endMetadata()
                .build();
        assertThat(write(other, "192.0.2.1", "")).isEqualTo(new Outcome.Outdated("it was made anew"));
        client.resource(before).delete();
        assertThat(write(before, "192.0.2.1", "")).isEqualTo(new Outcome.Outdated("it is gone"));
    }

    @Test
    void anObjectWhoseClassIsAnotherIsLeftAlone() {
        Ingress before = create();
        client.resource(new IngressBuilder(before)
                        .editMetadata()
                        .withAnnotations(Map.of(StatusWrite.LEGACY_CLASS, "nginx"))
                        .endMetadata()
                        .build())
                .update();
        assertThat(write(before, "192.0.2.1", "")).isEqualTo(new Outcome.Outdated("its class is another"));
        assertThat(read().getStatus()).isNull();
    }

    @Test
    void whoDoesNotLeadAnyMoreWritesNothing() {
        Ingress before = create();
        leading.set(false);
        assertThat(write(before, "192.0.2.1", "")).isEqualTo(new Outcome.Withheld());
        assertThat(read().getStatus()).isNull();
    }

    private Ingress create() {
        return client.resource(StoredIngress.fresh()).create();
    }

    private Ingress read() {
        return client.network()
                .v1()
                .ingresses()
                .inNamespace("default")
                .withName("web")
                .get();
    }

    private Outcome write(Ingress observed, String ip, String hostname) {
        return new IngressStatusClient(client, 3).write(StoredIngress.write(observed, ip, hostname), leading::get);
    }

    private static KubernetesClient connect(KubernetesMockServer server) {
        server.init();
        return server.createClient();
    }
}
