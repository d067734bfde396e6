package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the tree renders into objects of Kubernetes, here and by kubectl. */
class KustomizeTest {
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void each_object_is_read_strictly(Installation installation) {
        assertThat(installation.objects()).hasSizeGreaterThan(15);
        for (ObjectNode object : installation.objects()) {
            if (StrictModel.knows(object)) {
                assertThat(StrictModel.read(object).getMetadata().getName()).isNotEmpty();
            } else {
                OtherKinds.read(object);
            }
        }
    }

    @Test
    void a_field_that_kubernetes_does_not_know_is_found() {
        ObjectNode pod = Yaml.objects("""
                {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, imagee: b}]}}
                """).getFirst();
        assertThatThrownBy(() -> StrictModel.read(pod)).hasMessageContaining("imagee");
        ObjectNode certificate = Yaml.objects("""
                apiVersion: cert-manager.io/v1
                kind: Certificate
                metadata: {name: a}
                spec: {secretName: a, duration: 1h, privateKey: {algorithm: RSA, size: 2048, rotatePolicy: Always},
                       uris: [a], issuerRef: {name: a, kind: ClusterIssuer, group: cert-manager.io}}
                """).getFirst();
        assertThatThrownBy(() -> OtherKinds.read(certificate)).hasMessageContaining("rotatePolicy");
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void kubectl_renders_the_same(Installation installation) throws Exception {
        Assumptions.assumeTrue(kubectl(), "needs a kubectl with Kustomize 5: SKIPPED where there is none");
        List<ObjectNode> theirs =
                Yaml.objects(run("kubectl", "kustomize", installation.folder().toString()));
        Map<String, ObjectNode> ours = byName(installation.objects());
        Map<String, ObjectNode> expected = byName(theirs);
        assertThat(ours.keySet()).isEqualTo(expected.keySet());
        assertThat(ours.keySet()).allSatisfy(id -> assertThat(ours.get(id)).isEqualTo(expected.get(id)));
    }

    @Test
    void a_kustomization_of_ones_own_says_where_images_are() {
        assertThat(Chosen.site().containers())
                .hasSizeGreaterThan(3)
                .allMatch(container ->
                        container.container().path("image").asText().matches("registry.example.com/.+:0.1.0"));
    }

    private static Map<String, ObjectNode> byName(List<ObjectNode> objects) {
        Map<String, ObjectNode> byName = new TreeMap<>();
        objects.forEach(object -> byName.put(Kustomization.id(object), object));
        return byName;
    }

    private static boolean kubectl() {
        try {
            return run("kubectl", "version", "--client").contains("Kustomize Version: v5");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("kubectl", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(errors));
        }
        Files.delete(errors);
        return said;
    }
}
