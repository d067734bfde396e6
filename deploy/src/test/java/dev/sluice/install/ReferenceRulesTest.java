package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.install.Installation.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That objects find each other. */
class ReferenceRulesTest {
    private static final String PRINTED_IN = "[a-z-]+/[a-z-]+";

    private static String namespace(JsonNode object) {
        return object.at("/metadata/namespace").asText();
    }

    private static boolean covers(JsonNode selector, JsonNode labels) {
        boolean all = selector.size() > 0;
        for (var field : (Iterable<Map.Entry<String, JsonNode>>) selector::fields) {
            all &= field.getValue().equals(labels.get(field.getKey()));
        }
        return all;
    }

    /** Workloads of a namespace whose Pods a selector takes. */
    private static List<ObjectNode> selected(Installation installation, String namespace, JsonNode selector) {
        return installation
                .containers()
                .map(Container::workload)
                .distinct()
                .filter(workload -> namespace(workload).equals(namespace))
                .filter(workload ->
                        covers(selector, Installation.template(workload).at("/metadata/labels")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void each_selector_takes_the_pods_of_one_workload(Installation installation) {
        for (ObjectNode object : installation.objects()) {
            String kind = object.path("kind").asText();
            JsonNode selector = switch (kind) {
                case "Service" -> object.at("/spec/selector");
                case "Deployment", "DaemonSet", "PodDisruptionBudget", "PodMonitor" ->
                    object.at("/spec/selector/matchLabels");
                case "NetworkPolicy" -> object.at("/spec/podSelector/matchLabels");
                default -> null;
            };
            if (selector != null) {
                List<ObjectNode> taken = selected(installation, namespace(object), selector);
                assertThat(taken).as(Kustomization.id(object)).isNotEmpty();
                assertThat(taken.stream().map(one -> one.at("/metadata/name")).collect(Collectors.toSet()))
                        .as(Kustomization.id(object))
                        .hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void services_lead_to_ports_that_their_pods_have(Installation installation) {
        installation.of("Service").forEach(service -> {
            ObjectNode workload = selected(installation, namespace(service), service.at("/spec/selector"))
                    .getFirst();
            Set<String> names = new TreeSet<>();
            installation
                    .containers()
                    .filter(container -> container.workload().equals(workload))
                    .forEach(container -> container
                            .container()
                            .path("ports")
                            .forEach(port -> names.add(port.path("name").asText())));
            service.at("/spec/ports")
                    .forEach(port ->
                            assertThat(names).contains(port.path("targetPort").asText()));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void what_pods_mount_is_there_or_is_made(Installation installation) {
        Set<String> there = new TreeSet<>(made(installation));
        installation.of("ConfigMap").forEach(map -> there.add(namespace(map) + "/" + name(map)));
        for (Container container : installation.containers().toList()) {
            Set<String> volumes = new TreeSet<>();
            for (JsonNode volume : container.pod().path("volumes")) {
                volumes.add(volume.path("name").asText());
                String secret = volume.at("/secret/secretName")
                        .asText(volume.at("/configMap/name").asText());
                if (!secret.isEmpty()) {
                    assertThat(there).contains(namespace(container.workload()) + "/" + secret);
                }
            }
            container
                    .container()
                    .path("volumeMounts")
                    .forEach(mount ->
                            assertThat(volumes).contains(mount.path("name").asText()));
        }
    }

    /** Secrets that a Job or cert-manager makes; the key of the state is made by hand beside cert-manager. */
    private static Set<String> made(Installation installation) {
        Set<String> made = new TreeSet<>();
        installation
                .containers()
                .filter(container -> container.plane().equals("certificates"))
                .forEach(container -> {
                    for (String argument : container.arguments()) {
                        made.add(argument.split("=")[1]);
                    }
                });
        installation
                .of("Certificate")
                .forEach(certificate -> made.add(namespace(certificate) + "/"
                        + certificate.at("/spec/secretName").asText()));
        if (installation.of("Certificate").findAny().isPresent()) {
            made.add("sluice-ingress/sluice-state-key");
        }
        assertThat(made).allSatisfy(name -> assertThat(name).matches(PRINTED_IN));
        return made;
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void accounts_roles_and_namespaces_are_there(Installation installation) {
        Set<String> there =
                installation.objects().stream().map(Kustomization::id).collect(Collectors.toSet());
        List<String> needed = new ArrayList<>();
        for (ObjectNode object : installation.objects()) {
            String namespace = namespace(object);
            if (!namespace.isEmpty() && !namespace.equals("cert-manager")) {
                needed.add("Namespace " + namespace);
            }
            if (object.has("roleRef")) {
                String kind = object.at("/roleRef/kind").asText();
                needed.add(kind + " " + (kind.equals("Role") ? namespace + "/" : "")
                        + object.at("/roleRef/name").asText());
                object.path("subjects")
                        .forEach(subject -> needed.add(
                                "ServiceAccount " + subject.path("namespace").asText() + "/"
                                        + subject.path("name").asText()));
            }
        }
        installation
                .containers()
                .forEach(container -> needed.add("ServiceAccount " + namespace(container.workload()) + "/"
                        + container.pod().path("serviceAccountName").asText()));
        installation
                .of("HorizontalPodAutoscaler")
                .forEach(scaler ->
                        needed.add(scaler.at("/spec/scaleTargetRef/kind").asText() + " " + namespace(scaler) + "/"
                                + scaler.at("/spec/scaleTargetRef/name").asText()));
        assertThat(there).containsAll(needed);
    }

    /** Of all classes by a flag, of one class by its parameters. */
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void services_whose_addresses_status_shows_are_there(Installation installation) {
        Set<String> there = installation
                .of("Service")
                .map(one -> namespace(one) + "/" + name(one))
                .collect(Collectors.toSet());
        List<String> named = new ArrayList<>();
        installation
                .of("ConfigMap")
                .filter(map -> map.at("/data").has("publish-service"))
                .forEach(map -> named.add(map.at("/data/publish-service").asText()));
        ConfigurationRulesTest.planes(installation, "control-plane")
                .forEach(plane ->
                        ConfigurationRulesTest.value(plane, "--publish-service").ifPresent(named::add));
        assertThat(there).containsAll(named);
        assertThat(named).hasSize(installation.toString().startsWith("two-classes-shared") ? 2 : named.size());
    }

    /** The page on upgrades applies all but data planes first, by this label. */
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void planes_are_told_apart_by_a_label(Installation installation) {
        assertThat(installation.containers())
                .allSatisfy(container -> assertThat(container
                                .workload()
                                .at("/metadata/labels/app.kubernetes.io~1component")
                                .asText())
                        .isEqualTo(container.plane()));
    }

    /** Policies name the Pods and the namespaces that are to be reached by label. */
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void policies_let_the_planes_reach_each_other(Installation installation) {
        installation.of("NetworkPolicy").forEach(policy -> {
            List<JsonNode> peers = new ArrayList<>();
            policy.at("/spec/ingress").forEach(rule -> rule.path("from").forEach(peers::add));
            policy.at("/spec/egress").forEach(rule -> rule.path("to").forEach(peers::add));
            for (JsonNode peer : peers) {
                JsonNode labels = peer.at("/namespaceSelector/matchLabels");
                if (peer.has("podSelector") && !labels.isMissingNode()) {
                    assertThat(installation.of("Namespace"))
                            .as(Kustomization.id(policy))
                            .anyMatch(namespace -> covers(labels, namespace.at("/metadata/labels"))
                                    && !selected(installation, name(namespace), peer.at("/podSelector/matchLabels"))
                                            .isEmpty());
                }
            }
        });
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
