package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, by Helm's own engine: what it makes of values is what the overlay of the same name has. */
class ChartTest {
    private static final String NODES = """
            controlPlane: {publishService: false}
            dataPlane:
              service: {type: None}
              nodeSelector: {sluice.dev/data-plane: "true"}
            """;

    private static final String CLASSES = """
            classes:
              - {name: internal, dataPlane: {nodeSelector: {sluice.dev/fleet: internal}}}
              - {name: public, dataPlane: {nodeSelector: {sluice.dev/fleet: public}}}
            """;
    private static final String RELEASE = """
            ingressClass: {name: %1$s, controller: sluice.dev/%1$s}
            dataPlane: {namespace: sluice-%1$s, nodeSelector: {sluice.dev/class: %1$s}}
            sharedObjects: %2$s
            """;

    @TempDir
    Path work;

    /** @param name of an overlay, or of an installation that only the chart has */
    record Chosen(String name, String values) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Chosen> overlays() {
        return Stream.of(
                new Chosen("loadbalancer", "{}"),
                new Chosen("autoscaled", "dataPlane: {autoscaling: {enabled: true}}"),
                new Chosen("daemonset-hostnetwork", NODES + "  kind: DaemonSet\n  hostNetwork: true\n"),
                new Chosen(
                        "daemonset-hostnetwork-low-ports",
                        NODES + "  kind: DaemonSet\n  hostNetwork: true\n  lowPorts: true\n"),
                new Chosen("deployment-hostnetwork", NODES + "  hostNetwork: true\n"),
                new Chosen("hostport", NODES + "  kind: DaemonSet\n  hostPorts: true\n"),
                new Chosen(
                        "nodeport", "{controlPlane: {publishService: false}, dataPlane: {service: {type: NodePort}}}"),
                new Chosen(
                        "engine-akka-http",
                        "{controlPlane: {publishService: false}, dataPlane: {engine: akka-http, service: {type: ClusterIP}}}"),
                new Chosen("two-classes-shared", CLASSES));
    }

    static Stream<Chosen> all() {
        return Stream.concat(
                overlays(),
                Stream.of(
                        new Chosen("with cert-manager and everything optional", """
                                {certificates: cert-manager, secretsEverywhere: true, monitoring: true, dashboard: true}
                                """),
                        new Chosen("two classes that differ in everything", """
                                certificates: cert-manager
                                monitoring: true
                                dataPlane: {autoscaling: {enabled: true}}
                                classes:
                                  - name: internal
                                    default: true
                                    publishStatusAddress: 192.0.2.10,192.0.2.11
                                    parameters: {request-body-limit: 10m, hsts: true}
                                    dataPlane:
                                      namespace: edge-internal
                                      fleet: inside
                                      kind: DaemonSet
                                      hostNetwork: true
                                      autoscaling: {enabled: false}
                                      service: {type: None}
                                  - name: public
                                    dataPlane: {service: {annotations: {metallb.io/address-pool: public}}}
                                """),
                        new Chosen("a class of its own", """
                                image: {registry: registry.example.com/a, tag: "1.2.3", pullSecrets: [{name: registry}]}
                                ingressClass: {name: internal, controller: sluice.dev/internal, default: true}
                                controlPlane:
                                  publishStatusAddress: 192.0.2.10
                                  extraArguments: [--enable-ssl-passthrough]
                                  settings: sluice.control-plane.receipts.not-live-after = 1m
                                dataPlane:
                                  fleet: internal
                                  drainGraceSeconds: 40
                                  proxyProtocolTrusted: [10.0.0.0/8, "2001:db8::/32"]
                                  forwardedTrusted: [192.0.2.0/24]
                                  tolerations: [{key: edge, operator: Exists}]
                                  service: {annotations: {metallb.io/address-pool: public}}
                                """)));
    }

    private static Path chart() {
        return Installation.tree().resolve("../helm/sluice").normalize();
    }

    private List<ObjectNode> rendered(String values) throws Exception {
        return rendered("sluice", "sluice-system", values);
    }

    private List<ObjectNode> rendered(String release, String namespace, String values) throws Exception {
        TemplateCommand command = new Helm(chart())
                .template()
                .withName(release)
                .withNamespace(namespace)
                .withKubeVersion("1.27.0")
                .withValuesFile(Files.writeString(work.resolve("values.yaml"), values));
        return Yaml.objects(command.call());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void values_make_what_the_overlay_has(Chosen chosen) throws Exception {
        Path overlay = Installation.tree().resolve("overlays").resolve(chosen.name());
        Map<String, JsonNode> expected = byName(Kustomization.render(overlay));
        expected.remove("Namespace sluice-system"); // Helm makes it, if it is told to
        Map<String, JsonNode> made = byName(rendered(chosen.values()));
        assertThat(made.keySet()).isEqualTo(expected.keySet());
        assertThat(made.keySet()).allSatisfy(id -> assertThat(made.get(id)).isEqualTo(expected.get(id)));
    }

    @Test
    void values_on_the_page_are_values() throws Exception {
        List<Page.Block> blocks = Page.read(chart().resolve("README.md")).blocks().stream()
                .filter(block -> block.kind().equals("yaml"))
                .toList();
        assertThat(blocks).isNotEmpty();
        for (Page.Block block : blocks) {
            assertThat(rendered(String.join("\n", block.lines()))).hasSizeGreaterThan(15);
        }
    }

    /** Lists of what has a name are sorted by it: their order says nothing. */
    private static Map<String, JsonNode> byName(List<ObjectNode> objects) {
        Map<String, JsonNode> byName = new TreeMap<>();
        objects.forEach(object -> byName.put(Kustomization.id(object), sorted(object)));
        return byName;
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode map) {
            ObjectNode copy = map.objectNode();
            map.fields().forEachRemaining(field -> copy.set(field.getKey(), sorted(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode list && list.path(0).has("name")) {
            List<JsonNode> items = new ArrayList<>();
            list.forEach(item -> items.add(sorted(item)));
            items.sort(Comparator.comparing(item -> item.path("name").asText()));
            return list.arrayNode().addAll(items);
        }
        return node;
    }

    @ParameterizedTest
    @MethodSource("all")
    void objects_are_read_strictly(Chosen chosen) throws Exception {
        List<ObjectNode> objects = rendered(chosen.values());
        assertThat(objects).hasSizeGreaterThan(15);
        objects.stream().filter(StrictModel::knows).forEach(StrictModel::read);
        objects.stream().filter(object -> !StrictModel.knows(object)).forEach(OtherKinds::read);
    }

    @Test
    void it_is_linted_without_a_word() {
        LintResult result = new Helm(chart()).lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataPlane: {engine: nginx}",
                "dataPlane: {lowPorts: true}",
                "dataPlane: {hostPorts: true}",
                "dataPlane: {kind: DaemonSet, autoscaling: {enabled: true}}",
                "dataPlane: {proxyProtocolTrusted: [everybody]}",
                "controlPlane: {replicas: 0}",
                "controlPlane: {extraArguments: [no-flag]}",
                "classes: [{name: Internal}]",
                "classes: [{dataPlane: {fleet: a}}]",
                "classes: [{name: a, dataPlane: {engine: nginx}}]",
                "classes: [{name: a, parameters: {fleets: b}}]",
                "certificates: mine",
                "imag: {tag: a}"
            })
    void values_that_cannot_be_are_refused(String values) {
        assertThatThrownBy(() -> rendered(values)).hasMessageContaining("schema");
    }

    /** Two releases make what the overlay has, and share the roles of the first. */
    @Test
    void two_releases_make_a_control_plane_for_each_class() throws Exception {
        List<ObjectNode> objects =
                new ArrayList<>(rendered("internal", "sluice-internal-system", RELEASE.formatted("internal", true)));
        objects.addAll(rendered("public", "sluice-public-system", RELEASE.formatted("public", false)));
        Map<String, JsonNode> expected =
                byName(Kustomization.render(Installation.tree().resolve("overlays/two-classes-apart")));
        expected.remove("Namespace sluice-internal-system");
        expected.remove("Namespace sluice-public-system");
        Map<String, JsonNode> made = byName(objects);
        assertThat(made).hasSameSizeAs(objects);
        assertThat(made.keySet()).isEqualTo(expected.keySet());
        assertThat(made.keySet()).allSatisfy(id -> assertThat(made.get(id)).isEqualTo(expected.get(id)));
    }

    /** An item that says where it was: only how its status is told moves from a flag to the class. */
    @Test
    void a_class_that_becomes_one_of_several_keeps_its_data_planes() throws Exception {
        Map<String, JsonNode> before = byName(rendered("{}"));
        Map<String, JsonNode> after = byName(rendered(
                "classes: [{name: sluice, dataPlane: {namespace: sluice-ingress, fleet: default}}, {name: more}]"));
        assertThat(after.keySet()).containsAll(before.keySet());
        assertThat(before.keySet().stream().filter(id -> !Objects.equals(after.get(id), before.get(id))))
                .containsExactlyInAnyOrder(
                        "ConfigMap sluice-system/sluice-data-planes",
                        "CronJob sluice-system/sluice-certificates",
                        "Deployment sluice-system/sluice-control-plane",
                        "IngressClass sluice",
                        "Job sluice-system/sluice-certificates");
    }

    /** What the schema cannot see, since a class says a part and dataPlane the rest. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{name: a}, {name: b, dataPlane: {namespace: sluice-a}}] | two have the namespace sluice-a",
                "[{name: a}, {name: b, dataPlane: {fleet: a}}] | two have the fleet a",
                "[{name: a, dataPlane: {lowPorts: true}}] | lowPorts needs hostNetwork",
                "[{name: a, dataPlane: {hostPorts: true}}] | hostPorts needs kind DaemonSet",
                "[{name: a, dataPlane: {service: {type: NodePort}}}, {name: b, dataPlane: {service: {type: NodePort}}}]"
                        + " | two have the httpNodePort 30080"
            })
    void classes_that_do_not_go_together_are_refused(String classes, String why) {
        assertThatThrownBy(() -> rendered("classes: " + classes)).hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a class of its own", "two classes that differ in everything"})
    void settings_of_the_chart_are_settings_and_classes_reach_the_control_plane(String name) throws Exception {
        Chosen chosen =
                all().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        Installation installation = new Installation("chart", work, rendered(chosen.values()));
        new ConfigurationRulesTest().variables_and_files_hold_settings_that_exist(installation, work);
        new ConfigurationRulesTest().each_class_is_owned_by_a_control_plane(installation);
        new ConfigurationRulesTest().data_planes_are_allowed_as_what_their_certificates_say(installation);
        new WorkloadRulesTest().there_is_time_to_leave_in_order(installation);
    }

    /** Each value has a line of comment, a place in the schema, and a template that uses it. */
    @Test
    void each_value_is_described_and_used() throws Exception {
        String templates = "";
        try (Stream<Path> files = Files.list(chart().resolve("templates"))) {
            for (Path file : files.toList()) {
                templates += Files.readString(file);
            }
        }
        Set<String> used = new TreeSet<>();
        Pattern.compile("\\.([a-z][A-Za-z]+)").matcher(templates).results().forEach(name -> used.add(name.group(1)));
        JsonNode values = Yaml.objects(chart().resolve("values.yaml")).getFirst();
        JsonNode schema =
                Yaml.JSON.readTree(chart().resolve("values.schema.json").toFile());
        described(values, schema, used);
    }

    private static void described(JsonNode values, JsonNode schema, Set<String> used) {
        values.fields().forEachRemaining(field -> {
            JsonNode own = schema.path("properties").path(field.getKey());
            assertThat(own.isMissingNode())
                    .as(field.getKey() + " in the schema")
                    .isFalse();
            assertThat(used).contains(field.getKey());
            if (own.path("properties").size() > 0 && !field.getKey().equals("resources")) {
                described(field.getValue(), own, used);
            }
        });
    }
}
