package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import dev.sluice.install.Installation.Container;
import dev.sluice.settings.Settings;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that every Pod of every overlay keeps. */
class WorkloadRulesTest {
    private static final Set<String> PLANES = Set.of("control-plane", "data-plane");
    private static final Map<String, Set<String>> PAGES =
            Map.of("control-plane", Set.of("/healthz", "/readyz"), "data-plane", Set.of("/healthz", "/readyz"));
    private static final BigDecimal GIBIBYTE = BigDecimal.valueOf(1L << 30);
    private static final Map<String, String> ASKED_AT = Map.of("control-plane", "api", "data-plane", "admin");

    private static Stream<Container> planes(Installation installation) {
        return installation.containers().filter(container -> PLANES.contains(container.plane()));
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void resources_are_set(Installation installation) {
        assertThat(installation.containers()).isNotEmpty().allSatisfy(container -> {
            JsonNode resources = container.container().path("resources");
            assertThat(resources.path("requests").has("cpu"))
                    .as("cpu asked for")
                    .isTrue();
            assertThat(resources.path("requests").has("memory")).isTrue();
            assertThat(resources.path("limits").has("memory")).isTrue();
            assertThat(resources.path("limits").has("cpu"))
                    .as("a limit would throttle")
                    .isFalse();
        });
    }

    /** The cache of a start is made where a container has 1 GiB (./sluice, room_to_train). */
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void planes_have_room_to_make_the_cache_of_their_start(Installation installation) {
        assertThat(planes(installation)).isNotEmpty().allSatisfy(container -> {
            String limit = container.container().at("/resources/limits/memory").asText();
            assertThat(Quantity.getAmountInBytes(Quantity.parse(limit))).isGreaterThanOrEqualTo(GIBIBYTE);
            assertThat(environment(container)).containsEntry("SLUICE_CACHE_DIR", "/var/cache/sluice");
            assertThat(writable(container)).contains("/var/cache/sluice", "/tmp");
        });
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void probes_point_at_pages_that_are_there(Installation installation) {
        assertThat(planes(installation)).allSatisfy(container -> {
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                JsonNode get = container.container().path(probe).path("httpGet");
                assertThat(PAGES.get(container.plane()))
                        .contains(get.path("path").asText());
                assertThat(get.path("port").asText()).isEqualTo(ASKED_AT.get(container.plane()));
            }
            assertThat(container.container().at("/livenessProbe/httpGet/path").asText())
                    .isEqualTo("/healthz");
            assertThat(container.container().at("/readinessProbe/httpGet/path").asText())
                    .isEqualTo("/readyz");
        });
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void nothing_is_privileged(Installation installation) {
        assertThat(installation.containers()).allSatisfy(container -> {
            JsonNode own = container.container().path("securityContext");
            JsonNode pod = container.pod().path("securityContext");
            boolean lowPorts = container.arguments().contains("--http-port=80");
            assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(own.path("privileged").asBoolean()).isFalse();
            assertThat(own.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(own.at("/capabilities/add").toString()).isEqualTo(lowPorts ? "[\"NET_BIND_SERVICE\"]" : "");
            assertThat(pod.path("runAsNonRoot").asBoolean()).isEqualTo(!lowPorts);
            assertThat(pod.path("runAsUser").asInt()).isEqualTo(lowPorts ? 0 : 65532);
            assertThat(pod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(container.pod().path("hostPID").asBoolean()).isFalse();
            assertThat(container.pod().path("hostIPC").asBoolean()).isFalse();
        });
    }

    /** Pod Security would refuse the Pods otherwise, and would allow more than is needed. */
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void namespaces_allow_what_their_pods_need_and_no_more(Installation installation) {
        Set<String> beyond = new HashSet<>();
        installation
                .containers()
                .filter(WorkloadRulesTest::usesTheNode)
                .forEach(container -> beyond.add(
                        container.workload().at("/metadata/namespace").asText()));
        assertThat(installation.of("Namespace")).isNotEmpty().allSatisfy(namespace -> {
            String name = namespace.at("/metadata/name").asText();
            assertThat(namespace
                            .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                            .asText())
                    .isEqualTo(beyond.contains(name) ? "privileged" : "restricted");
        });
    }

    private static boolean usesTheNode(Container container) {
        boolean port = false;
        for (JsonNode each : container.container().path("ports")) {
            port |= each.has("hostPort");
        }
        boolean folder = false;
        for (JsonNode volume : container.pod().path("volumes")) {
            folder |= volume.has("hostPath");
        }
        return port || folder || container.pod().path("hostNetwork").asBoolean();
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void a_data_plane_has_no_token_of_the_api_server(Installation installation) {
        assertThat(planes(installation).filter(container -> container.plane().equals("data-plane")))
                .isNotEmpty()
                .allSatisfy(container -> assertThat(container
                                .pod()
                                .path("automountServiceAccountToken")
                                .asBoolean(true))
                        .isFalse());
    }

    /** A drain that is cut short loses requests. */
    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void there_is_time_to_leave_in_order(Installation installation) {
        assertThat(planes(installation)).allSatisfy(container -> {
            Config settings =
                    Settings.defaults().environment(environment(container)).config();
            long given = container.pod().path("terminationGracePeriodSeconds").asLong();
            assertThat(Duration.ofSeconds(given)).isGreaterThanOrEqualTo(needed(container, settings));
        });
    }

    private static Duration needed(Container container, Config settings) {
        Duration room = Duration.ofSeconds(10);
        if (container.plane().equals("data-plane")) {
            Config drain = settings.getConfig("sluice.data-plane.drain");
            return drain.getDuration("grace").plus(drain.getDuration("timeout")).plus(room);
        }
        JsonNode sleep = container.container().at("/lifecycle/preStop/exec/command");
        assertThat(sleep.path(0).asText()).isEqualTo("sleep");
        return Duration.ofSeconds(sleep.path(1).asLong())
                .plus(settings.getDuration("sluice.control-plane.placement.change-over"))
                .plus(settings.getDuration("sluice.control-plane.cluster.leave-timeout"))
                .plus(room);
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void three_control_planes_are_updated_one_by_one_and_found_a_cluster_by_more_than_half(Installation installation) {
        List<Container> control = planes(installation)
                .filter(container -> container.plane().equals("control-plane"))
                .toList();
        assertThat(control).isNotEmpty().allSatisfy(container -> {
            JsonNode spec = container.workload().path("spec");
            assertThat(spec.path("replicas").asInt()).isEqualTo(3);
            assertThat(spec.at("/strategy/rollingUpdate/maxUnavailable").asInt(1))
                    .isZero();
            assertThat(container.pod().path("affinity").has("podAntiAffinity")).isTrue();
            int required = Settings.defaults().config().getInt("sluice.control-plane.cluster.service.required");
            assertThat(required).isGreaterThan(3 / 2).isLessThanOrEqualTo(3);
        });
    }

    private static Set<String> writable(Container container) {
        Set<String> writable = new TreeSet<>();
        for (JsonNode mount : container.container().path("volumeMounts")) {
            if (!mount.path("readOnly").asBoolean()) {
                writable.add(mount.path("mountPath").asText());
            }
        }
        return writable;
    }

    static Map<String, String> environment(Container container) {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : container.container().path("env")) {
            environment.put(
                    variable.path("name").asText(), variable.path("value").asText());
        }
        return environment;
    }
}
