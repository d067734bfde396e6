package dev.sluice.watch.narrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.state.ObservedObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever stands in a tree, narrowing answers: an object, other people's, or nobody's. */
class NarrowerLawsTest {
    /** Words that mean something, so that random trees get past the first field. */
    private static final List<String> WORDS = List.of(
            "spec",
            "rules",
            "http",
            "paths",
            "path",
            "pathType",
            "backend",
            "service",
            "name",
            "port",
            "number",
            "host",
            "tls",
            "hosts",
            "secretName",
            "metadata",
            "annotations",
            "labels",
            "namespace",
            "defaultBackend",
            "resource",
            "kind",
            "apiGroup",
            "ports",
            "type",
            "endpoints",
            "addresses",
            "conditions",
            "ready",
            "addressType",
            "subsets",
            "data",
            "stringData",
            "controller",
            "parameters",
            "status",
            "loadBalancer",
            "ingress",
            "serviceName",
            "servicePort",
            "creationTimestamp",
            "ingressClassName",
            "clusterIPs",
            "externalName");

    @Property(tries = 500)
    void anythingUnderAKnownKindIsAnswered(
            @ForAll("kinds") String kind, @ForAll("trees") Object spec, @ForAll("trees") Object metadata) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "networking.k8s.io/v1");
        tree.put("kind", kind);
        Map<Object, Object> named = new LinkedHashMap<>();
        if (metadata instanceof Map<?, ?> map) {
            named.putAll(map);
        }
        named.put("name", "web");
        tree.put("metadata", named);
        if (spec instanceof Map<?, ?> map) {
            map.forEach((key, value) -> tree.putIfAbsent(String.valueOf(key), value));
        }
        tree.put("spec", spec);
        for (Origin origin : Origin.values()) {
            assertThat(new Narrower(origin).narrow(tree)).isNotNull();
        }
    }

    @Property(tries = 300)
    void aRuleThatIsNoObjectIsAlwaysAFlawAndNeverARule(@ForAll("leaves") Object rule) {
        Map<String, Object> tree = Map.of(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "Ingress",
                "metadata",
                Map.of("name", "web"),
                "spec",
                Map.of("rules", List.of(rule)));
        Narrowed narrowed = new Narrower(Origin.MANIFEST).narrow(tree);
        assertThat(narrowed)
                .isInstanceOfSatisfying(
                        Narrowed.Seen.class, seen -> assertThat(seen.objects()).noneMatch(ObservedObject::valid));
    }

    @Provide
    Arbitrary<String> kinds() {
        return Arbitraries.of(
                "Ingress", "IngressClass", "Service", "EndpointSlice", "Endpoints", "Secret", "ConfigMap");
    }

    @Provide
    Arbitrary<Object> leaves() {
        return Arbitraries.oneOf(
                Arbitraries.of(WORDS).map(Object.class::cast),
                Arbitraries.strings().ofMaxLength(20).map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.bigIntegers().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast),
                Arbitraries.of("/web/*", "*.a.b", "10.0.0.1", "Prefix", "Exact", "a.b:80", "https://a/b")
                        .map(Object.class::cast));
    }

    @Provide
    Arbitrary<Object> trees() {
        return Arbitraries.recursive(this::leaves, this::grown, 0, 6);
    }

    private Arbitrary<Object> grown(Arbitrary<Object> inner) {
        Arbitrary<String> keys = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of(WORDS)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(10)));
        return Arbitraries.oneOf(
                inner,
                inner.list().ofMaxSize(4).map(Object.class::cast),
                Arbitraries.maps(keys, inner).ofMaxSize(6).map(Object.class::cast));
    }
}
