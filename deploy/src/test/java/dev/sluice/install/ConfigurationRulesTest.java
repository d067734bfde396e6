package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import dev.sluice.identity.AllowedIdentity;
import dev.sluice.install.Installation.Container;
import dev.sluice.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That manifests and code speak of the same ports, settings and names. */
class ConfigurationRulesTest {
    private static final Config DEFAULTS = Settings.defaults().config();
    private static final String AT = "sluice.control-plane.";
    private static final Map<String, Integer> CONTROL_PLANE = Map.of(
            "discovery", DEFAULTS.getInt(AT + "discovery.port"),
            "api", DEFAULTS.getInt(AT + "api.port"),
            "cluster", DEFAULTS.getInt(AT + "cluster.port"),
            "bootstrap", DEFAULTS.getInt(AT + "cluster.service.management-port"));
    private static final Map<String, Integer> DATA_PLANE = Map.of(
            "http", DEFAULTS.getInt("sluice.data-plane.http-port"),
            "https", DEFAULTS.getInt("sluice.data-plane.https-port"),
            "admin", DEFAULTS.getInt("sluice.data-plane.admin-port"));

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void ports_are_those_of_the_code(Installation installation) {
        assertThat(planes(installation, "control-plane"))
                .isNotEmpty()
                .allSatisfy(container -> assertThat(ports(container)).isEqualTo(new TreeMap<>(CONTROL_PLANE)));
        assertThat(planes(installation, "data-plane")).isNotEmpty().allSatisfy(container -> {
            Map<String, Integer> expected = new TreeMap<>(DATA_PLANE);
            value(container, "--http-port").ifPresent(port -> expected.put("http", Integer.valueOf(port)));
            value(container, "--https-port").ifPresent(port -> expected.put("https", Integer.valueOf(port)));
            assertThat(ports(container)).isEqualTo(expected);
        });
    }

    private static Map<String, Integer> ports(Container container) {
        Map<String, Integer> ports = new TreeMap<>();
        container
                .container()
                .path("ports")
                .forEach(port -> ports.put(
                        port.path("name").asText(), port.path("containerPort").asInt()));
        return ports;
    }

    /** Each port that a policy opens is one that somebody listens on: of a plane, of DNS, of the API server. */
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void policies_open_ports_that_are_there(Installation installation) {
        List<Integer> there = Stream.of(CONTROL_PLANE.values(), DATA_PLANE.values(), List.of(53, 443, 6443))
                .flatMap(Collection::stream)
                .toList();
        installation.of("NetworkPolicy").forEach(policy -> {
            for (String way : List.of("ingress", "egress")) {
                policy.path("spec")
                        .path(way)
                        .forEach(rule -> rule.path("ports")
                                .forEach(port -> assertThat(there)
                                        .as(Kustomization.id(policy))
                                        .contains(port.path("port").asInt())));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void variables_and_files_hold_settings_that_exist(Installation installation, @TempDir Path work)
            throws IOException {
        for (Container container : installation.containers().toList()) {
            Settings settings = Settings.defaults().environment(WorkloadRulesTest.environment(container));
            assertThat(settings.config().hasPath("sluice")).isTrue();
        }
        List<JsonNode> maps = installation
                .of("ConfigMap")
                .filter(map -> map.path("data").has("sluice.conf"))
                .map(JsonNode.class::cast)
                .toList();
        assertThat(maps).isNotEmpty();
        for (JsonNode map : maps) {
            Path file = Files.writeString(
                    work.resolve("sluice.conf"),
                    map.path("data").path("sluice.conf").asText());
            Config config = Settings.defaults().file(file).config();
            assertThat(config.getInt(AT + "cluster.service.required")).isEqualTo(2);
            assertThat(config.getString(AT + "cluster.tls.key")).isEqualTo("/etc/sluice/tls/tls.key");
        }
    }

    /** Who is issued a certificate is let in, as his own fleet and as nothing else. */
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void data_planes_are_allowed_as_what_their_certificates_say(Installation installation) {
        TreeSet<String> issued = new TreeSet<>();
        installation
                .containers()
                .filter(container -> container.plane().equals("certificates"))
                .forEach(job -> job.arguments().stream()
                        .filter(argument -> argument.startsWith("--data-plane="))
                        .forEach(argument -> issued.add(argument.substring(argument.lastIndexOf('=') + 1))));
        installation
                .of("Certificate")
                .forEach(certificate -> certificate.at("/spec/uris").forEach(uri -> issued.add(uri.asText())));
        TreeSet<String> allowed = new TreeSet<>();
        TreeSet<String> fleets = new TreeSet<>();
        installation
                .of("ConfigMap")
                .filter(map -> map.path("data").has("allowed"))
                .forEach(map -> {
                    List<String> lines =
                            map.path("data").path("allowed").asText().lines().toList();
                    for (AllowedIdentity identity : AllowedIdentity.lines(lines)) {
                        allowed.add(identity.name());
                        assertThat(identity.fleets()).hasSize(1);
                        identity.fleets().forEach(fleet -> fleets.add(fleet.value()));
                        assertThat(identity.name()).endsWith("/fleet/" + fleets.last());
                    }
                });
        assertThat(allowed).isEqualTo(issued);
        assertThat(planes(installation, "data-plane")
                        .map(plane -> value(plane, "--fleet").orElseThrow()))
                .containsAll(fleets)
                .isSubsetOf(fleets);
    }

    /** What data planes look up is a Service, what the certificate of control planes is for, and nothing else. */
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void data_planes_go_to_a_service_whose_name_is_in_the_certificate(Installation installation) {
        TreeSet<String> named = new TreeSet<>();
        installation
                .containers()
                .filter(container -> container.plane().equals("certificates"))
                .forEach(job -> job.arguments().stream()
                        .filter(argument -> argument.startsWith("--control-plane="))
                        .forEach(argument -> named.add(argument.substring(argument.lastIndexOf('=') + 1))));
        installation
                .of("Certificate")
                .forEach(certificate -> certificate.at("/spec/dnsNames").forEach(name -> named.add(name.asText())));
        assertThat(planes(installation, "data-plane")).allSatisfy(container -> {
            String[] target = value(container, "--control-plane").orElseThrow().split(":");
            assertThat(named).contains(target[0]);
            assertThat(installation.of("Service"))
                    .anyMatch(service ->
                            target[0].equals(service.at("/metadata/name").asText() + "."
                                            + service.at("/metadata/namespace").asText() + ".svc")
                                    && service.at("/spec/clusterIP").asText().equals("None")
                                    && service.at("/spec/ports/0/port").asText().equals(target[1]));
        });
        assertThat(planes(installation, "control-plane"))
                .allSatisfy(container -> assertThat(installation.of("Service"))
                        .anyMatch(service -> value(container, "--cluster-service")
                                        .orElseThrow()
                                        .equals(service.at("/metadata/name").asText())
                                && service.at("/metadata/namespace")
                                        .equals(container.workload().at("/metadata/namespace"))
                                && service.at("/spec/publishNotReadyAddresses").asBoolean()));
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void each_class_is_owned_by_a_control_plane(Installation installation) {
        TreeSet<String> owned = new TreeSet<>();
        planes(installation, "control-plane")
                .forEach(container -> owned.add(value(container, "--controller-class")
                        .orElse(DEFAULTS.getString(AT + "ingress.controller-class"))));
        TreeSet<String> classes = new TreeSet<>();
        installation
                .of("IngressClass")
                .forEach(one -> classes.add(one.at("/spec/controller").asText()));
        assertThat(classes).isEqualTo(owned);
    }

    static Stream<Container> planes(Installation installation, String plane) {
        return installation.containers().filter(container -> container.plane().equals(plane));
    }

    static Optional<String> value(Container container, String flag) {
        return container.arguments().stream()
                .filter(argument -> argument.startsWith(flag + "="))
                .map(argument -> argument.substring(flag.length() + 1))
                .findFirst();
    }
}
