package dev.sluice.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Renders a folder as {@code kubectl kustomize} does, as far as the tree uses it: resources, components, patches (strategic
 * merge and JSON Patch, by name or target), namespace and images. Any other field fails, so that nothing is passed over. Where a
 * kubectl with Kustomize 5 is there, a test holds both against each other (deploy/adr/0002).
 */
final class Kustomization {
    private static final Set<String> FIELDS =
            Set.of("apiVersion", "kind", "namespace", "resources", "components", "patches", "images");
    private static final Set<String> TARGET = Set.of("kind", "name", "labelSelector");
    private static final Set<String> CLUSTER_SCOPED =
            Set.of("Namespace", "IngressClass", "ClusterRole", "ClusterRoleBinding", "ClusterIssuer");

    private final Path folder;
    private final JsonNode spec;
    private final List<ObjectNode> objects;

    private Kustomization(Path folder, List<ObjectNode> objects) {
        this.folder = folder;
        this.spec = Yaml.objects(folder.resolve("kustomization.yaml")).getFirst();
        this.objects = objects;
        spec.fieldNames().forEachRemaining(field -> require(FIELDS.contains(field), "unknown field " + field));
    }

    /** All objects, in the order in which they are written down. */
    static List<ObjectNode> render(Path folder) {
        Kustomization root = new Kustomization(folder, new ArrayList<>());
        root.run();
        return root.objects;
    }

    private void run() {
        for (JsonNode resource : list("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            require(Files.exists(path), resource + " is not there");
            (Files.isDirectory(path) ? render(path) : Yaml.objects(path)).forEach(this::add);
        }
        for (JsonNode component : list("components")) {
            new Kustomization(folder.resolve(component.asText()).normalize(), objects).run();
        }
        for (JsonNode patch : list("patches")) {
            patch(patch);
        }
        if (spec.has("namespace")) {
            moveTo(spec.path("namespace").asText());
        }
        for (JsonNode image : list("images")) {
            rename(image);
        }
    }

    private void rename(JsonNode image) {
        String name = image.path("name").asText();
        for (ObjectNode object : objects) {
            for (JsonNode container : object.findValues("containers").stream()
                    .flatMap(containers -> StreamSupport.stream(containers.spliterator(), false))
                    .toList()) {
                if (container.path("image").asText().startsWith(name + ":")) {
                    String other = image.path("newName").asText() + ":"
                            + image.path("newTag").asText();
                    ((ObjectNode) container).put("image", other);
                }
            }
        }
    }

    private Iterable<JsonNode> list(String field) {
        JsonNode list = spec.path(field);
        return list.isNull() ? List.of() : list;
    }

    private void add(ObjectNode object) {
        require(objects.stream().noneMatch(other -> id(other).equals(id(object))), id(object) + " is there twice");
        objects.add(object);
    }

    private void patch(JsonNode entry) {
        String file = entry.path("path").asText();
        List<JsonNode> documents = Yaml.documents(folder.resolve(file));
        require(documents.size() == 1, file + ": expected one patch");
        JsonNode patch = documents.getFirst();
        List<ObjectNode> targets = entry.has("target") ? targets(entry.path("target")) : named((ObjectNode) patch);
        for (ObjectNode target : targets) {
            apply(target, patch, file);
        }
    }

    private void apply(ObjectNode target, JsonNode patch, String file) {
        if (patch.isArray()) {
            PatchOperations.into(target, patch, folder.resolve(file).toString());
        } else if (patch.path("$patch").asText().equals("delete")) {
            objects.remove(target);
        } else {
            ObjectNode body = patch.deepCopy();
            body.remove(List.of("apiVersion", "kind"));
            ((ObjectNode) body.path("metadata")).remove(List.of("name", "namespace"));
            StrategicMerge.into(target, body);
        }
    }

    private List<ObjectNode> named(ObjectNode patch) {
        List<ObjectNode> found = objects.stream()
                .filter(object -> object.path("kind").equals(patch.path("kind"))
                        && object.path("metadata")
                                .path("name")
                                .equals(patch.path("metadata").path("name"))
                        && object.path("metadata")
                                .path("namespace")
                                .equals(patch.path("metadata").path("namespace")))
                .toList();
        require(found.size() == 1, id(patch) + ": expected one object of this name, there are " + found.size());
        return found;
    }

    private List<ObjectNode> targets(JsonNode target) {
        target.fieldNames().forEachRemaining(field -> require(TARGET.contains(field), "unknown target " + field));
        String kind = target.path("kind").asText(".*");
        String name = target.path("name").asText(".*");
        String[] label = target.path("labelSelector").asText("").split("=");
        return objects.stream()
                .filter(object -> object.path("kind").asText().matches(kind))
                .filter(object -> object.path("metadata").path("name").asText().matches(name))
                .filter(object -> label.length < 2
                        || object.path("metadata")
                                .path("labels")
                                .path(label[0])
                                .asText()
                                .equals(label[1]))
                .toList();
    }

    private void moveTo(String namespace) {
        for (ObjectNode object : objects) {
            require(!CLUSTER_SCOPED.contains(object.path("kind").asText()), id(object) + " has no namespace to be set");
            ((ObjectNode) object.path("metadata")).put("namespace", namespace);
            for (JsonNode subject : object.path("subjects")) {
                if (objects.stream().anyMatch(other -> isAccount(other, subject))) {
                    ((ObjectNode) subject).put("namespace", namespace);
                }
            }
        }
    }

    private static boolean isAccount(JsonNode object, JsonNode subject) {
        return object.path("kind").asText().equals("ServiceAccount")
                && object.path("metadata").path("name").equals(subject.path("name"));
    }

    static String id(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText("");
        return object.path("kind").asText() + " " + (namespace.isEmpty() ? "" : namespace + "/")
                + metadata.path("name").asText();
    }

    private void require(boolean right, String message) {
        if (!right) {
            throw new AssertionError(folder + ": " + message);
        }
    }
}
