package dev.sluice.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.status.StatusTarget.Outcome;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.HttpURLConnection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against an API server that answers as the test says. */
final class StatusConflictTest {
    private static final String PATH = "/apis/networking.k8s.io/v1/namespaces/default/ingresses/web";

    private final KubernetesMockServer server = new KubernetesMockServer(false);
    private final KubernetesClient client = connect(server);

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void whoMeetsAnotherWriterReadsAgainAndTriesAnew() {
        Ingress observed = stored("5");
        server.expect().get().withPath(PATH).andReturn(200, stored("6")).once();
        server.expect().put().withPath(PATH + "/status").andReturn(409, "").once();
        server.expect().get().withPath(PATH).andReturn(200, stored("7")).once();
        server.expect()
                .put()
                .withPath(PATH + "/status")
                .andReturn(200, stored("8"))
                .once();
        assertThat(new IngressStatusClient(client, 1)
                        .write(StoredIngress.write(observed, "", "lb.example"), () -> true))
                .isEqualTo(new Outcome.Written());
    }

    @Test
    void whoMeetsTooManyOtherWritersGivesUp() {
        server.expect().get().withPath(PATH).andReturn(200, stored("6")).always();
        server.expect().put().withPath(PATH + "/status").andReturn(409, "").always();
        assertThat(new IngressStatusClient(client, 2)
                        .write(StoredIngress.write(stored("5"), "192.0.2.1", ""), () -> true))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(server.getRequestCount()).isEqualTo(6);
    }

    @Test
    void whoCeasesToLeadBetweenTwoTriesDoesNotTryAgain() {
        server.expect().get().withPath(PATH).andReturn(200, stored("6")).always();
        server.expect().put().withPath(PATH + "/status").andReturn(409, "").always();
        AtomicInteger asked = new AtomicInteger();
        Outcome outcome = new IngressStatusClient(client, 9)
                .write(StoredIngress.write(stored("5"), "192.0.2.1", ""), () -> asked.incrementAndGet() < 2);
        assertThat(outcome).isEqualTo(new Outcome.Withheld());
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void aRefusalIsAFailureWithItsReason() {
        server.expect()
                .get()
                .withPath(PATH)
                .andReturn(HttpURLConnection.HTTP_FORBIDDEN, "no")
                .always();
        Outcome outcome =
                new IngressStatusClient(client, 2).write(StoredIngress.write(stored("5"), "192.0.2.1", ""), () -> true);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("403"));
    }

    private static Ingress stored(String version) {
        return new IngressBuilder(StoredIngress.fresh())
                .editMetadata()
                .withUid("u1")
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }

    private static KubernetesClient connect(KubernetesMockServer server) {
        server.init();
        return server.createClient();
    }
}
