package dev.sluice.watch.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.Flaw;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests as people paste them. */
class ExamplesTest {
    @ParameterizedTest
    @ValueSource(strings = {"two-hosts", "tls-and-legacy-class", "path-fan-out", "annotations-common"})
    void aGoodExampleHasNoFlaw(String name) throws IOException {
        Manifests manifests = read(name);
        assertThat(manifests.parsed()).isTrue();
        assertThat(manifests.faults()).isEmpty();
        assertThat(manifests.objects()).isNotEmpty().allMatch(ObservedObject::valid);
    }

    @Test
    void ofThePastedOldStyleEveryObjectIsNamedWithFieldLineAndWhatToWrite() throws IOException {
        ManifestSet set = ManifestSet.of(List.of(read("pasted-old-style")), Admission.DEFAULT);
        assertThat(set.faults()).isEmpty();
        assertThat(flaws(set, "nginx-ingress"))
                .contains(
                        new Flaw(
                                "spec.rules[0].http.paths[0].backend.serviceName",
                                "api",
                                "networking.k8s.io/v1 has no serviceName and servicePort; write "
                                        + "service: {name: api, port: {number: 80}}",
                                "pasted-old-style.yaml:10"),
                        new Flaw(
                                "spec.rules[1].http.paths[0].path",
                                "/web/*",
                                "a '*' is no wildcard in a path; write path: /web with pathType: Prefix",
                                "pasted-old-style.yaml:12"));
        assertThat(flaws(set, "older-still"))
                .containsExactly(
                        new Flaw(
                                "apiVersion",
                                "extensions/v1beta1",
                                "write apiVersion: networking.k8s.io/v1",
                                "pasted-old-style.yaml:14"),
                        new Flaw(
                                "spec.backend",
                                "{serviceName: backoffice, servicePort: 8080}",
                                "networking.k8s.io/v1 has no backend here; write defaultBackend: "
                                        + "service: {name: backoffice, port: {number: 8080}}",
                                "pasted-old-style.yaml:17"));
        assertThat(flaws(set, "half-converted"))
                .contains(new Flaw(
                        "spec.rules[0].http.paths[0].backend.service",
                        "rancher-logo-service",
                        "expected an object with name and port; write "
                                + "service: {name: rancher-logo-service, port: {number: 80}}",
                        "pasted-old-style.yaml:26"));
    }

    private static List<Flaw> flaws(ManifestSet set, String ingress) {
        ObservedObject object = set.objects().get(ObjectKey.of(ObjectKind.INGRESS, "default", ingress));
        assertThat(object).isInstanceOf(ObservedIngress.class);
        return Objects.requireNonNull(object).flaws();
    }

    private static Manifests read(String name) throws IOException {
        try (InputStream in = ExamplesTest.class.getResourceAsStream("/examples/" + name + ".yaml")) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return ManifestReader.read(name + ".yaml", new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
