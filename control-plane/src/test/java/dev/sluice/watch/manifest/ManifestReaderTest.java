package dev.sluice.watch.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.Flaw;
import dev.sluice.state.ObservedConfigMap;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedObject;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts, also hostile ones. */
class ManifestReaderTest {
    private static final String MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";

    @Test
    void documentsListsAndTypedListsAreAllOpened() {
        Manifests manifests = ManifestReader.read("a.yaml", """
                # only a comment
                ---
                ---
                {apiVersion: v1, kind: Service, metadata: {name: one}}
                ---
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Service, metadata: {name: two}}
                - {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}
                ---
                apiVersion: networking.k8s.io/v1
                kind: IngressList
                items: [{metadata: {name: three}, spec: {rules: [{host: a.b}]}}]
                """);
        assertThat(manifests.parsed()).isTrue();
        assertThat(manifests.faults()).isEmpty();
        assertThat(manifests.objects())
                .allMatch(ObservedObject::valid)
                .extracting(object -> object.key().toString())
                .containsExactly("Service default/one", "Service default/two", "Ingress default/three");
    }

    @Test
    void jsonIsReadWithTabsAndEscapes() {
        Manifests manifests = ManifestReader.read(
                "a.json",
                "{\n\t\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\",\n\t\"metadata\": {\"name\": \"c\"},"
                        + "\n\t\"data\": {\"a\": \"\\u0041\\/\"}}");
        assertThat(manifests.objects())
                .singleElement()
                .isInstanceOfSatisfying(
                        ObservedConfigMap.class, map -> assertThat(map.data()).containsExactly(Map.entry("a", "A/")));
    }

    @ParameterizedTest
    @CsvSource({"kind: {, 2", "'a: b: c', 1", "'- a\nb: c', 2", "'a: \"b', 1", "'\tkind: x', 1", "'key: @x', 1"})
    void aTextThatDoesNotParseSaysWhereAndHasNoObjects(String text, int atLeastLine) {
        Manifests manifests = ManifestReader.read("a.yaml", text);
        assertThat(manifests.parsed()).isFalse();
        assertThat(manifests.objects()).isEmpty();
        assertThat(manifests.faults()).singleElement().satisfies(flaw -> {
            assertThat(flaw.where()).matches("a\\.yaml:[0-9]+");
            assertThat(Integer.parseInt(flaw.where().substring(7))).isBetween(1, atLeastLine + 1);
            assertThat(flaw.expected()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"just a text", "- a list", "5"})
    void aDocumentThatIsNoObjectIsAFaultAndTheOthersCount(String document) {
        Manifests manifests = ManifestReader.read("a.yaml", MAP + "---\n" + document + "\n");
        assertThat(manifests.objects()).hasSize(1);
        assertThat(manifests.faults())
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.where()).isEqualTo("a.yaml:5"));
    }

    @Test
    void aFieldThatStandsTwiceIsAFlawOfItsObjectWithTheLineOfTheSecond() {
        Manifests manifests = ManifestReader.read("a.yaml", MAP + "data:\n  a: x\n  b: y\n  a: z\n");
        assertThat(manifests.objects())
                .singleElement()
                .satisfies(object -> assertThat(object.flaws())
                        .containsExactly(
                                new Flaw("data.a", "", "the field stands here twice; leave one of them", "a.yaml:7")));
        assertThat(ManifestReader.read("a.json", "{\"a\": 1,\n\"a\": 2}").faults())
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.where()).isEqualTo("a.json:2"));
    }

    @Test
    void anchorsAliasesAndMergesAreExpanded() {
        Manifests manifests =
                ManifestReader.read("a.yaml", MAP + "data: {<<: &base {a: x, b: y}, b: z}\nbinaryData: *base\n");
        assertThat(manifests.objects())
                .singleElement()
                .isInstanceOfSatisfying(
                        ObservedConfigMap.class, map -> assertThat(map.data()).isEqualTo(Map.of("a", "x", "b", "z")));
    }

    @Test
    void aBombOfAliasesEndsAsAFault() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " ["
                    + String.join(",", List.of(alias, alias, alias, alias, alias, alias)) + "]\n");
        }
        assertThat(ManifestReader.read("a.yaml", bomb.toString()).parsed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.yaml", "a.json"})
    void aTextThatIsTooDeepEndsAsAFault(String name) {
        assertThat(ManifestReader.read(name, "[".repeat(100_000)).parsed()).isFalse();
        assertThat(ManifestReader.read(name, "[".repeat(80) + "]".repeat(80)).parsed())
                .isFalse();
    }

    @Test
    void aTextThatContainsItselfEndsAsAFault() {
        assertThat(ManifestReader.read("a.yaml", "&a [*a]").parsed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!javax.script.ScriptEngineManager [x]", "!thing x", "!!int x", "!!binary aGk="})
    void tagsMakeNoObjects(String tagged) {
        assertThat(ManifestReader.read("a.yaml", "a: " + tagged).objects()).isEmpty();
    }

    @Test
    void aBrokenSecretIsNotQuoted() {
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: ";
        for (String value : List.of("*hunter2", "@hunter2", "\"hunter2", "hunter2: [", "!hunter2 x")) {
            assertThat(ManifestReader.read("a.yaml", secret + value + "\n").toString())
                    .doesNotContain("hunter2");
        }
        assertThat(ManifestReader.read("a.json", "{\"stringData\": {\"password\": hunter2}}")
                        .toString())
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"yes, true", "off, false", "1:30, 1:30", "2026-01-01, 2026-01-01", "0777, 511", "'1e3', 1000.0"})
    void plainWordsMeanWhatKubectlTakesThemFor(String written, String meant) {
        Manifests manifests = ManifestReader.read("a.yaml", MAP + "data: {a: " + written + "}\n");
        ObservedObject map = manifests.objects().get(0);
        String read = map.valid()
                ? ((ObservedConfigMap) map).data().getOrDefault("a", "")
                : map.flaws().get(0).found();
        assertThat(read).isEqualTo(meant);
    }

    @Test
    void aFlawInAListHasTheLineOfItsItem() {
        Manifests manifests = ManifestReader.read("a.yaml", """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Service, metadata: {name: one}}
                - apiVersion: v1
                  kind: Service
                  metadata: {name: two}
                  spec:
                    ports:
                    - port: http
                """);
        assertThat(manifests.objects().get(1).flaws())
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.where()).isEqualTo("a.yaml:10"));
    }

    @Test
    void ofTwoDefaultClassesTheNewestIsGiven() {
        String ingressClass = "---\napiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata:\n  name: %s\n"
                + "  creationTimestamp: 202%d-01-01T00:00:00Z\n  annotations:\n"
                + "    ingressclass.kubernetes.io/is-default-class: \"true\"\nspec: {controller: x.y/z}\n";
        String ingress = "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\n"
                + "spec: {rules: [{host: a.b}]}\n";
        String text = String.format(ingressClass, "older", 4) + String.format(ingressClass, "newer", 5) + ingress;
        ManifestSet set = ManifestSet.of(List.of(ManifestReader.read("a.yaml", text)), Admission.DEFAULT);
        assertThat(set.objects().get(ObjectKey.of(ObjectKind.INGRESS, "default", "web")))
                .isInstanceOfSatisfying(
                        ObservedIngress.class,
                        seen -> assertThat(seen.className()).contains("newer"));
    }

    @Property(tries = 1_000)
    void anyTextIsAnswered(@ForAll("texts") String text) {
        assertThat(ManifestReader.read("a.yaml", text)).isNotNull();
        assertThat(ManifestReader.read("a.json", text)).isNotNull();
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "apiVersion: v1",
                "kind: Ingress",
                "metadata:",
                "  name: a",
                "spec:",
                "\n",
                "---\n",
                "- ",
                "{",
                "}",
                "[",
                "]",
                ": ",
                "&a ",
                "*a",
                "!!str ",
                "|\n",
                ">-\n",
                "\"",
                "'",
                "#",
                "<<: ",
                "? ",
                "%YAML 1.1\n",
                "\t",
                "\0",
                "\uFEFF",
                "...\n",
                "0x",
                "1e999999999",
                ",");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                pieces.list().ofMaxSize(25).map(list -> String.join("", list)));
    }
}
