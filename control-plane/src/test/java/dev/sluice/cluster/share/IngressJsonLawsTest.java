package dev.sluice.cluster.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.UnreadableBackend;
import dev.sluice.translate.RandomCluster;
import dev.sluice.watch.narrow.Narrower;
import dev.sluice.watch.narrow.Origin;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IngressJsonLawsTest {
    private final IngressJson json = new IngressJson(new Narrower(Origin.API_SERVER));

    @Provide
    Arbitrary<ObservedIngress> valid() {
        return RandomCluster.ingress().filter(IngressJsonLawsTest::asAnApiServerWouldTakeIt);
    }

    private static boolean asAnApiServerWouldTakeIt(ObservedIngress ingress) {
        boolean says = ingress.defaultBackend().isPresent() || !ingress.rules().isEmpty();
        boolean readable = ingress.rules().stream()
                .allMatch(rule -> rule.host().filter(host -> host.contains(" ")).isEmpty()
                        && rule.paths().stream().allMatch(path -> path.path().startsWith("/")));
        return ingress.valid()
                && says
                && readable
                && Stream.concat(
                                ingress.defaultBackend().stream(),
                                ingress.rules().stream()
                                        .flatMap(rule -> rule.paths().stream())
                                        .map(ObservedIngress.Path::backend))
                        .noneMatch(UnreadableBackend.class::isInstance);
    }

    @Property
    void whatIsWrittenIsReadTheSame(@ForAll("valid") ObservedIngress ingress) {
        assertThat(json.read(json.write(ingress))).contains(ingress);
    }

    @Example
    void whatALaterVersionAddsIsNoValidIngressForUs() {
        String later = """
                {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
                 "metadata": {"name": "web", "namespace": "default", "uid": "u"},
                 "spec": {"gate": true, "defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}}
                """;
        assertThat(json.read(later.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Example
    void bytesThatAreNoJsonAreNothing() {
        assertThat(json.read(new byte[] {1, 2, 3})).isEmpty();
        assertThat(json.read("[]".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
