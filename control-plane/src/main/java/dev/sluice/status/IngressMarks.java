package dev.sluice.status;

import dev.sluice.key.ObjectKey;
import dev.sluice.status.StatusTarget.Outcome;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Annotates Ingresses by a JSON merge patch (RFC 7396) that names uid and resource version, so that neither an object made
 * anew nor one that somebody has just changed is touched.
 */
public final class IngressMarks implements MarkTarget {
    private static final String PATH = "apis/networking.k8s.io/v1/namespaces/%s/ingresses/%s";

    private final KubernetesClient client;
    private final int conflictRetries;

    /** @param conflictRetries how often to read again after another writer came first */
    public IngressMarks(KubernetesClient client, int conflictRetries) {
        this.client = client;
        this.conflictRetries = conflictRetries;
    }

    @Override
    public Outcome mark(LiveMark mark, BooleanSupplier leading) {
        try {
            return mark(mark, leading, conflictRetries);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return new Outcome.Outdated("it is gone");
            }
            String status = e.getCode() > 0 ? "HTTP " + e.getCode() + ": " : "";
            return new Outcome.Failed(status + e.getMessage());
        }
    }

    private Outcome mark(LiveMark mark, BooleanSupplier leading, int retries) {
        Ingress current = ingress(mark.object()).get();
        if (current == null) {
            return new Outcome.Outdated("it is gone");
        }
        ObjectMeta meta = current.getMetadata();
        if (!mark.uid().equals(meta.getUid())) {
            return new Outcome.Outdated("it was made anew");
        }
        if (meta.getGeneration() != null && meta.getGeneration() != mark.generation()) {
            return new Outcome.Outdated("its specification is another");
        }
        if (stands(mark, meta)) {
            return new Outcome.Written();
        }
        if (!leading.getAsBoolean()) {
            return new Outcome.Withheld();
        }
        try {
            new MergePatch(
                            client,
                            PATH.formatted(
                                    mark.object().namespace(), mark.object().name()),
                            patch(mark, meta))
                    .send();
            return new Outcome.Written();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT && retries > 0) {
                return mark(mark, leading, retries - 1);
            }
            throw e;
        }
    }

    private Resource<Ingress> ingress(ObjectKey object) {
        return client.network().v1().ingresses().inNamespace(object.namespace()).withName(object.name());
    }

    private static boolean stands(LiveMark mark, ObjectMeta meta) {
        Map<String, String> annotations = meta.getAnnotations() == null ? Map.of() : meta.getAnnotations();
        return Long.toString(mark.generation()).equals(annotations.get(LiveMark.GENERATION))
                && mark.resourceVersion().equals(annotations.get(LiveMark.RESOURCE_VERSION));
    }

    private String patch(LiveMark mark, ObjectMeta meta) {
        Map<String, Object> annotations = Map.of(
                LiveMark.GENERATION, Long.toString(mark.generation()),
                LiveMark.RESOURCE_VERSION, mark.resourceVersion());
        Map<String, Object> metadata =
                Map.of("uid", meta.getUid(), "resourceVersion", meta.getResourceVersion(), "annotations", annotations);
        return client.getKubernetesSerialization().asJson(Map.of("metadata", metadata));
    }
}
