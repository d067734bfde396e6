package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.install.Policies.Peer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That policies let the arrows of the picture through and nothing else: everybody tries every port of everybody. */
class PolicyArrowsTest {
    private static final Set<Integer> CLUSTER = Set.of(25520, 8558);
    private static final Set<Integer> API_SERVER = Set.of(443, 6443);
    private static final Set<Integer> CLIENTS = Set.of(8080, 8443);
    private static final List<Integer> PORTS =
            List.of(53, 80, 443, 5432, 6443, 7070, 7080, 8080, 8443, 8558, 9090, 25520);

    /**
     * Who may be at an end of an arrow.
     *
     * @param plane name of its container; empty for those that are not Sluice's
     * @param follows the namespace of the control plane that it follows; empty unless it is a data plane
     */
    private record Party(String name, Peer peer, String plane, String follows) {
        boolean is(String name) {
            return plane.equals(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Party> parties(Installation installation) {
        Stream<Party> own = installation.containers().map(container -> {
            String namespace = container.workload().at("/metadata/namespace").asText();
            ObjectNode there = installation
                    .of("Namespace")
                    .filter(each -> each.at("/metadata/name").asText().equals(namespace))
                    .findFirst()
                    .orElseThrow();
            String follows = ConfigurationRulesTest.value(container, "--control-plane")
                    .filter(address -> container.plane().equals("data-plane"))
                    .map(address -> address.split("[.]")[1])
                    .orElse("");
            Peer peer = Peer.of(there, Installation.template(container.workload()));
            return new Party(namespace + "/" + container.plane(), peer, container.plane(), follows);
        });
        Stream<Party> others = Stream.of("shop", "kube-system", "monitoring")
                .map(name -> new Party(
                        name,
                        new Peer(name, Map.of("kubernetes.io/metadata.name", name), Map.of("app", "any"), true),
                        "",
                        ""));
        return Stream.of(own, others, Stream.of(new Party("outside", Peer.outside(), "", "")))
                .flatMap(each -> each)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#all")
    void the_arrows_of_the_picture_are_let_through_and_nothing_else(Installation installation) {
        Policies policies = new Policies(installation.of("NetworkPolicy").toList());
        boolean monitored = installation.of("ServiceMonitor").findAny().isPresent();
        List<Party> parties = parties(installation);
        boolean onNodes = parties.stream()
                .anyMatch(party -> party.is("data-plane") && !party.peer().held());
        Map<String, Set<Integer>> open = new TreeMap<>();
        Map<String, Set<Integer>> drawn = new TreeMap<>();
        for (Party from : parties) {
            for (Party to : parties) {
                for (int port : PORTS) {
                    if (policies.allow(from.peer(), to.peer(), port)) {
                        open.computeIfAbsent(from + " -> " + to, ignored -> new TreeSet<>())
                                .add(port);
                    }
                    if (leaves(from, to, port) && arrives(from, to, port, monitored, onNodes)) {
                        drawn.computeIfAbsent(from + " -> " + to, ignored -> new TreeSet<>())
                                .add(port);
                    }
                }
            }
        }
        assertThat(open).isEqualTo(drawn);
    }

    /** What the picture lets somebody begin. */
    private static boolean leaves(Party from, Party to, int port) {
        return switch (from.plane()) {
            case "control-plane" -> API_SERVER.contains(port) || to.is("control-plane") && CLUSTER.contains(port);
            case "certificates" -> API_SERVER.contains(port);
            case "data-plane" ->
                !from.peer().held()
                        || port == 53
                        || (to.is("control-plane") || to.is("certificates")
                                ? port == 7070
                                : !to.peer().namespace().isEmpty());
            default -> true;
        };
    }

    /** What the picture lets come to somebody. */
    private static boolean arrives(Party from, Party to, int port, boolean monitored, boolean onNodes) {
        boolean scraper = monitored && from.peer().namespace().equals("monitoring");
        return switch (to.plane()) {
            case "control-plane" ->
                port == 7070 && (onNodes || from.follows().equals(to.peer().namespace()))
                        || from.is("control-plane")
                                && from.peer().namespace().equals(to.peer().namespace())
                                && CLUSTER.contains(port)
                        || scraper && port == 7080;
            case "certificates" -> false;
            case "data-plane" -> !to.peer().held() || CLIENTS.contains(port) || scraper && port == 9090;
            default -> true;
        };
    }

    @Test
    void a_rule_is_read_as_kubernetes_reads_it() {
        ObjectNode policy = Yaml.objects("""
                metadata: {namespace: a}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  policyTypes: [Ingress]
                  ingress:
                    - from: [{podSelector: {}}, {namespaceSelector: {matchExpressions: [{key: team, operator: In, values: [x]}]}}]
                      ports: [{port: 1}]
                """).getFirst();
        Policies policies = new Policies(List.of(policy));
        Peer web = new Peer("a", Map.of(), Map.of("app", "web"), true);
        Peer same = new Peer("a", Map.of(), Map.of(), true);
        Peer team = new Peer("b", Map.of("team", "x"), Map.of(), true);
        Peer other = new Peer("b", Map.of("team", "y"), Map.of(), true);
        assertThat(Stream.of(same, team).allMatch(peer -> policies.allow(peer, web, 1)))
                .isTrue();
        assertThat(Stream.of(other, Peer.outside()).noneMatch(peer -> policies.allow(peer, web, 1)))
                .isTrue();
        assertThat(policies.allow(same, web, 2)).isFalse();
        assertThat(policies.allow(web, other, 2))
                .as("nothing is said of what leaves")
                .isTrue();
        assertThatThrownBy(() -> new Policies(List.of(Yaml.objects("""
                                {metadata: {namespace: a}, spec: {policyTypes: [Ingress],
                                 podSelector: {matchExpressions: [{key: a, operator: Gt, values: ["1"]}]}}}
                                """).getFirst())).allow(same, web, 1))
                .hasMessageContaining("Gt");
    }
}
