package dev.sluice.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that is applied together.
 *
 * @param name of the overlay, and what was chosen in it
 * @param objects as they are applied
 */
public record Installation(String name, Path folder, List<ObjectNode> objects) {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "DaemonSet", "Job", "CronJob");

    /** A container and the workload that it is of. */
    public record Container(ObjectNode workload, JsonNode pod, JsonNode container) {
        public String plane() {
            return container.path("name").asText();
        }

        public List<String> arguments() {
            List<String> words = new ArrayList<>();
            container.path("args").forEach(word -> words.add(word.asText()));
            return words;
        }

        @Override
        public String toString() {
            return Kustomization.id(workload);
        }
    }

    public static Path tree() {
        Path here = Path.of("").toAbsolutePath();
        Path deploy = Files.exists(here.resolve("kustomize")) ? here : here.resolve("deploy");
        return deploy.resolve("kustomize");
    }

    static List<Path> overlays() {
        try (Stream<Path> folders = Files.list(tree().resolve("overlays"))) {
            return folders.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each overlay as it is, and with everything that its comments offer. */
    public static Stream<Installation> all() {
        return Stream.concat(overlays().stream().map(Installation::asItIs), Chosen.everything());
    }

    private static Installation asItIs(Path overlay) {
        return new Installation(overlay.getFileName().toString(), overlay, Kustomization.render(overlay));
    }

    public Stream<ObjectNode> of(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    public Stream<Container> containers() {
        return objects.stream()
                .filter(object -> WORKLOADS.contains(object.path("kind").asText()))
                .flatMap(workload -> {
                    JsonNode pod = template(workload).path("spec");
                    List<Container> containers = new ArrayList<>();
                    pod.path("containers")
                            .forEach(container -> containers.add(new Container(workload, pod, container)));
                    pod.path("initContainers")
                            .forEach(container -> containers.add(new Container(workload, pod, container)));
                    return containers.stream();
                });
    }

    /** Of the Pods that a workload makes. */
    public static JsonNode template(JsonNode workload) {
        JsonNode spec = workload.path("spec");
        return (spec.has("jobTemplate") ? spec.path("jobTemplate").path("spec") : spec).path("template");
    }

    @Override
    public String toString() {
        return name;
    }
}
