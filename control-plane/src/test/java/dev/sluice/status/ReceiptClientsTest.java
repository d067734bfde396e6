package dev.sluice.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.status.StatusTarget.Outcome;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events and annotations, against an API server that answers as the test says. */
final class ReceiptClientsTest {
    private static final String INGRESS = "/apis/networking.k8s.io/v1/namespaces/default/ingresses/web";
    private static final String EVENTS = "/api/v1/namespaces/default/events";
    private static final ObjectKey WEB = ObjectKey.of(ObjectKind.INGRESS, "default", "web");

    private final KubernetesMockServer server = new KubernetesMockServer(false);
    private final KubernetesClient client = connect(server);
    private final IngressMarks marks = new IngressMarks(client, 1);
    private final KubernetesEvents events = new KubernetesEvents(client, "sluice.dev/ingress-controller", "replica-0");

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void theAnnotationsAreAMergePatchThatNamesUidAndResourceVersion() throws Exception {
        server.expect().get().withPath(INGRESS).andReturn(200, stored("6", 4)).once();
        server.expect().patch().withPath(INGRESS).andReturn(200, stored("7", 4)).once();
        assertThat(marks.mark(mark(4), () -> true)).isEqualTo(new Outcome.Written());
        assertThat(request().getMethod()).isEqualTo("GET");
        RecordedRequest patch = request();
        assertThat(patch.getHeader("Content-Type")).startsWith("application/merge-patch+json");
        assertThat(patch.getBody().readUtf8().replace(" ", ""))
                .contains("\"uid\":\"u1\"", "\"resourceVersion\":\"6\"")
                .contains("\"sluice.dev/live-generation\":\"4\"", "\"sluice.dev/live-resource-version\":\"5\"")
                .doesNotContain("spec", "status");
    }

    @Test
    void whatStandsThereIsNotWrittenAgain() {
        Ingress annotated = new IngressBuilder(stored("6", 4))
                .editMetadata()
                .addToAnnotations(LiveMark.GENERATION, "4")
                .addToAnnotations(LiveMark.RESOURCE_VERSION, "5")
                .endMetadata()
                .build();
        server.expect().get().withPath(INGRESS).andReturn(200, annotated).once();
        assertThat(marks.mark(mark(4), () -> true)).isEqualTo(new Outcome.Written());
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void anObjectMadeAnewOrEditedSinceIsLeftAlone() {
        server.expect().get().withPath(INGRESS).andReturn(200, stored("6", 5)).once();
        assertThat(marks.mark(mark(4), () -> true)).isInstanceOf(Outcome.Outdated.class);
        Ingress another = new IngressBuilder(stored("6", 4))
                .editMetadata()
                .withUid("u2")
                .endMetadata()
                .build();
        server.expect().get().withPath(INGRESS).andReturn(200, another).once();
        assertThat(marks.mark(mark(4), () -> true)).isEqualTo(new Outcome.Outdated("it was made anew"));
        assertThat(marks.mark(mark(4), () -> true)).isEqualTo(new Outcome.Outdated("it is gone"));
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void whoMeetsAnotherWriterReadsAgainAndGivesUpWhenThatGoesOn() {
        server.expect().get().withPath(INGRESS).andReturn(200, stored("6", 4)).always();
        server.expect().patch().withPath(INGRESS).andReturn(409, "").always();
        assertThat(marks.mark(mark(4), () -> true)).isInstanceOf(Outcome.Failed.class);
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void aRefusalIsAFailureWithItsReasonAndWhoDoesNotLeadChangesNothing() {
        server.expect().get().withPath(INGRESS).andReturn(200, stored("6", 4)).always();
        assertThat(marks.mark(mark(4), () -> false)).isEqualTo(new Outcome.Withheld());
        server.expect()
                .patch()
                .withPath(INGRESS)
                .andReturn(HttpURLConnection.HTTP_FORBIDDEN, "no")
                .always();
        assertThat(marks.mark(mark(4), () -> true))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("403"));
    }

    @Test
    void anEventNamesItsObjectItsStateAndWhoSaysIt() throws Exception {
        server.expect().post().withPath(EVENTS).andReturn(201, new Event()).once();
        assertThat(events.write(series(1), () -> true)).isEqualTo(new Outcome.Written());
        String body = request().getBody().readUtf8();
        Event event = client.getKubernetesSerialization().unmarshal(body, Event.class);
        assertThat(event.getInvolvedObject().getKind()).isEqualTo("Ingress");
        assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("networking.k8s.io/v1");
        assertThat(event.getInvolvedObject().getUid()).isEqualTo("u1");
        assertThat(event.getInvolvedObject().getResourceVersion()).isEqualTo("5");
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("NotLive");
        assertThat(event.getCount()).isEqualTo(1);
        assertThat(event.getReportingComponent()).isEqualTo("sluice.dev/ingress-controller");
        assertThat(event.getReportingInstance()).isEqualTo("replica-0");
        assertThat(event.getLastTimestamp()).isEqualTo("2026-01-01T12:00:05Z");
    }

    @Test
    void theSameAgainRaisesTheCountAndMakesTheEventAnewIfItHasExpired() throws Exception {
        server.expect()
                .patch()
                .withPath(EVENTS + "/web.1")
                .andReturn(200, new Event())
                .once();
        assertThat(events.write(series(2), () -> true)).isEqualTo(new Outcome.Written());
        RecordedRequest patch = request();
        assertThat(patch.getMethod()).isEqualTo("PATCH");
        assertThat(patch.getBody().readUtf8()).isEqualTo("{\"count\":2,\"lastTimestamp\":\"2026-01-01T12:00:05Z\"}");
        server.expect().post().withPath(EVENTS).andReturn(201, new Event()).once();
        assertThat(events.write(series(3), () -> true)).isEqualTo(new Outcome.Written());
        assertThat(request().getMethod()).isEqualTo("PATCH");
        assertThat(request().getMethod()).isEqualTo("POST");
    }

    @Test
    void anEventThatIsForbiddenOrCannotBeSentIsAFailureAndWhoDoesNotLeadSendsNone() {
        assertThat(events.write(series(1), () -> false)).isEqualTo(new Outcome.Withheld());
        server.expect()
                .post()
                .withPath(EVENTS)
                .andReturn(HttpURLConnection.HTTP_FORBIDDEN, "no")
                .always();
        assertThat(events.write(series(1), () -> true))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("403"));
    }

    @Test
    void aServerThatIsAwayIsAFailure() {
        KubernetesMockServer gone = new KubernetesMockServer(false);
        try (KubernetesClient lost = connect(gone)) {
            lost.getConfiguration().setRequestRetryBackoffLimit(0);
            gone.destroy();
            assertThat(new IngressMarks(lost, 0).mark(mark(4), () -> true)).isInstanceOf(Outcome.Failed.class);
            assertThat(new KubernetesEvents(lost, "c", "r").write(series(1), () -> true))
                    .isInstanceOf(Outcome.Failed.class);
        }
    }

    private RecordedRequest request() throws InterruptedException {
        RecordedRequest request = server.takeRequest(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    private static LiveMark mark(long generation) {
        return new LiveMark(WEB, "u1", generation, "5");
    }

    private static EventSeries series(int count) {
        EventNote note = new EventNote(WEB, "u1", "5", EventNote.Severity.WARNING, "NotLive", "n1 refuses it");
        Instant noon = Instant.parse("2026-01-01T12:00:00.123Z");
        return new EventSeries(note, "web.1", count, noon, noon.plusSeconds(5));
    }

    private static Ingress stored(String version, long generation) {
        return new IngressBuilder(StoredIngress.fresh())
                .editMetadata()
                .withUid("u1")
                .withResourceVersion(version)
                .withGeneration(generation)
                .endMetadata()
                .build();
    }

    private static KubernetesClient connect(KubernetesMockServer server) {
        server.init();
        return server.createClient();
    }
}
