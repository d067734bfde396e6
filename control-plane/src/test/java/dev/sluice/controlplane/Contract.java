package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.sluice.api.StatusApi;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The OpenAPI document, made strict: where it does not say that an object may have more, a field that it does not name is an
 * error. So everything that is answered is documented.
 */
final class Contract {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private final ObjectNode document;

    Contract() throws IOException {
        try (InputStream text = Objects.requireNonNull(StatusApi.class.getResourceAsStream("openapi.yaml"))) {
            document = (ObjectNode) new ObjectMapper(new YAMLFactory()).readTree(text);
        }
        close(document.path("components").path("schemas"));
    }

    /** One method of one path. */
    record Asked(String path, String method, JsonNode operation) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Asked> operations() {
        List<Asked> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> all.add(new Asked(
                                path.getKey(), operation.getKey().toUpperCase(Locale.ROOT), operation.getValue()))));
        return all;
    }

    List<JsonNode> parameters(Asked asked, String place) {
        List<JsonNode> found = new ArrayList<>();
        asked.operation().path("parameters").forEach(parameter -> {
            JsonNode resolved = resolved(parameter);
            if (resolved.path("in").asText().equals(place)) {
                found.add(resolved);
            }
        });
        return found;
    }

    TreeSet<String> names(Asked asked, String place) {
        TreeSet<String> names = new TreeSet<>();
        parameters(asked, place)
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }

    TreeSet<Integer> statuses(Asked asked) {
        TreeSet<Integer> statuses = new TreeSet<>();
        asked.operation()
                .path("responses")
                .fieldNames()
                .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    /** The answer has the media type that is documented for its status, and a body as its schema says. */
    void holds(Asked asked, int status, Optional<String> type, String body) throws IOException {
        JsonNode response = resolved(asked.operation().path("responses").path(String.valueOf(status)));
        assertThat(response.isMissingNode())
                .as("%s answers %d: %s", asked, status, body)
                .isFalse();
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            assertThat(body).as("%s %d", asked, status).isEmpty();
            return;
        }
        String media = content.fieldNames().next();
        assertThat(type)
                .as("%s %d", asked, status)
                .hasValueSatisfying(said -> assertThat(said).startsWith(media));
        if (media.endsWith("json")) {
            valid(asked + " " + status, content.path(media).path("schema"), new ObjectMapper().readTree(body));
        }
    }

    void valid(String what, String component, JsonNode value) {
        valid(what, new ObjectMapper().createObjectNode().put("$ref", "#/components/schemas/" + component), value);
    }

    private void valid(String what, JsonNode schema, JsonNode value) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.path("components"));
        assertThat(SCHEMAS.getSchema(root).validate(value))
                .as("%s: %s", what, value)
                .isEmpty();
    }

    Map<String, JsonNode> schemas() {
        Map<String, JsonNode> schemas = new TreeMap<>();
        document.path("components")
                .path("schemas")
                .properties()
                .forEach(entry -> schemas.put(entry.getKey(), entry.getValue()));
        return schemas;
    }

    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** What is part of a composition is closed by the composition. */
    private static void close(JsonNode schemas) {
        Set<String> parts = new TreeSet<>();
        schemas.findValues("allOf")
                .forEach(all -> all.findValuesAsText("$ref")
                        .forEach(reference -> parts.add(reference.substring(reference.lastIndexOf('/') + 1))));
        schemas.properties().forEach(entry -> close(entry.getValue(), parts.contains(entry.getKey())));
    }

    private static void close(JsonNode node, boolean part) {
        if (node instanceof ObjectNode schema) {
            boolean closes = schema.has("allOf") || schema.has("properties");
            schema.properties().forEach(entry -> {
                boolean composed = entry.getKey().equals("allOf");
                if (entry.getValue().isArray()) {
                    entry.getValue().forEach(item -> close(item, composed));
                } else if (!entry.getKey().equals("example")) {
                    close(entry.getValue(), false);
                }
            });
            if (closes && !part && !schema.has("additionalProperties")) {
                schema.put("unevaluatedProperties", false);
            }
        }
    }
}
