package dev.sluice.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads objects into fabric8's model; a field that the model does not know fails. */
final class StrictModel {
    private static final KubernetesSerialization KINDS = new KubernetesSerialization();
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new NoRest());

    private StrictModel() {}

    /** The model keeps what it does not know in a rest, which is what a strict reader must not have. */
    private static final class NoRest extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    /** Whether the kind is of Kubernetes itself; those of cert-manager and of the Prometheus operator have no model here. */
    static boolean knows(ObjectNode object) {
        return kind(object) != null;
    }

    private static @Nullable Class<?> kind(JsonNode object) {
        return KINDS.getRegisteredKubernetesResource(
                object.path("apiVersion").asText(), object.path("kind").asText());
    }

    static HasMetadata read(ObjectNode object) {
        try {
            return (HasMetadata) STRICT.treeToValue(object, Objects.requireNonNull(kind(object)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(Kustomization.id(object) + ": " + e.getOriginalMessage(), e);
        }
    }
}
