package dev.sluice.status;

import dev.sluice.status.StatusTarget.Outcome;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

/**
 * Events of {@code v1}, as {@code kubectl describe} shows them: the API server keeps them together with those of
 * {@code events.k8s.io/v1}.
 */
public final class KubernetesEvents implements EventTarget {
    private static final String PATH = "api/v1/namespaces/%s/events/%s";
    private static final String COMPONENT = "sluice";

    private final KubernetesClient client;
    private final String controller;
    private final String replica;

    /**
     * @param controller the name of this controller, as {@code sluice.dev/ingress-controller}
     * @param replica that writes
     */
    public KubernetesEvents(KubernetesClient client, String controller, String replica) {
        this.client = client;
        this.controller = controller;
        this.replica = replica;
    }

    @Override
    public Outcome write(EventSeries series, BooleanSupplier leading) {
        if (!leading.getAsBoolean()) {
            return new Outcome.Withheld();
        }
        try {
            if (series.count() == 1 || !counted(series)) {
                create(series);
            }
            return new Outcome.Written();
        } catch (KubernetesClientException e) {
            String status = e.getCode() > 0 ? "HTTP " + e.getCode() + ": " : "";
            return new Outcome.Failed(status + e.getMessage());
        }
    }

    private void create(EventSeries series) {
        client.v1()
                .events()
                .inNamespace(series.note().object().namespace())
                .resource(event(series))
                .create();
    }

    /** False if the Event is there no longer: an API server keeps them for an hour. */
    private boolean counted(EventSeries series) {
        String patch = "{\"count\":" + series.count() + ",\"lastTimestamp\":\"" + seconds(series.last()) + "\"}";
        try {
            new MergePatch(client, PATH.formatted(series.note().object().namespace(), series.name()), patch).send();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private Event event(EventSeries series) {
        EventNote note = series.note();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(note.object().namespace())
                .withName(series.name())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(note.object().kind().group() + "/v1")
                .withKind(note.object().kind().kind())
                .withNamespace(note.object().namespace())
                .withName(note.object().name())
                .withUid(note.uid())
                .withResourceVersion(note.resourceVersion().isEmpty() ? null : note.resourceVersion())
                .endInvolvedObject()
                .withType(note.severity().text())
                .withReason(note.reason())
                .withMessage(note.message())
                .withCount(series.count())
                .withFirstTimestamp(seconds(series.first()))
                .withLastTimestamp(seconds(series.last()))
                .withNewSource()
                .withComponent(COMPONENT)
                .withHost(replica)
                .endSource()
                .withReportingComponent(controller)
                .withReportingInstance(replica)
                .build();
    }

    /** {@code metav1.Time} has whole seconds. */
    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
