package dev.sluice.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What NetworkPolicies let through, as Kubernetes defines it: who is selected by no policy of a direction is not held in it; else one
 * rule of one policy must match. Selectors by {@code In} and {@code NotIn} alone; blocks of addresses are everybody's.
 */
record Policies(List<ObjectNode> policies) {
    /**
     * One end of a connection.
     *
     * @param namespace its name; empty for an address outside of the cluster
     * @param labels of the Pod
     * @param held whether policies hold it: no Pod on its node's network is held, or known by its labels
     */
    record Peer(String namespace, Map<String, String> namespaceLabels, Map<String, String> labels, boolean held) {
        static Peer outside() {
            return new Peer("", Map.of(), Map.of(), false);
        }

        static Peer of(ObjectNode namespace, JsonNode template) {
            Map<String, String> labels = labels(namespace.at("/metadata/labels"));
            String name = namespace.at("/metadata/name").asText();
            labels.put("kubernetes.io/metadata.name", name);
            boolean held = !template.at("/spec/hostNetwork").asBoolean();
            return new Peer(name, labels, labels(template.at("/metadata/labels")), held);
        }

        private static Map<String, String> labels(JsonNode map) {
            Map<String, String> labels = new TreeMap<>();
            map.fields()
                    .forEachRemaining(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            return labels;
        }
    }

    boolean allow(Peer from, Peer to, int port) {
        return open("Egress", from, to, port) && open("Ingress", to, from, port);
    }

    private boolean open(String direction, Peer own, Peer other, int port) {
        List<ObjectNode> selecting = policies.stream()
                .filter(policy -> own.held()
                        && own.namespace()
                                .equals(policy.at("/metadata/namespace").asText())
                        && selects(policy.at("/spec/podSelector"), own.labels())
                        && policy.at("/spec/policyTypes").toString().contains(direction))
                .toList();
        return selecting.isEmpty() || selecting.stream().anyMatch(policy -> opens(policy, direction, other, port));
    }

    private static boolean opens(JsonNode policy, String direction, Peer other, int port) {
        String namespace = policy.at("/metadata/namespace").asText();
        String peers = direction.equals("Egress") ? "to" : "from";
        for (JsonNode rule : policy.path("spec").path(direction.toLowerCase(Locale.ROOT))) {
            boolean known = rule.path(peers).isEmpty();
            for (JsonNode peer : rule.path(peers)) {
                known |= matches(peer, namespace, other);
            }
            boolean open = rule.path("ports").isEmpty();
            for (JsonNode each : rule.path("ports")) {
                open |= each.path("port").asInt() == port;
            }
            if (known && open) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(JsonNode peer, String namespace, Peer other) {
        if (peer.has("ipBlock")) {
            return peer.at("/ipBlock/cidr").asText().endsWith("/0");
        }
        boolean there = peer.has("namespaceSelector")
                ? selects(peer.path("namespaceSelector"), other.namespaceLabels())
                : other.namespace().equals(namespace);
        return other.held() && there && selects(peer.path("podSelector"), other.labels());
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        boolean all = true;
        for (Map.Entry<String, JsonNode> label :
                (Iterable<Map.Entry<String, JsonNode>>) selector.path("matchLabels")::fields) {
            all &= label.getValue().asText().equals(labels.get(label.getKey()));
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            String value = labels.get(expression.path("key").asText());
            boolean in = false;
            for (JsonNode each : expression.path("values")) {
                in |= each.asText().equals(value);
            }
            all &= switch (expression.path("operator").asText()) {
                case "In" -> in;
                case "NotIn" -> !in;
                default -> throw new AssertionError("unknown operator in " + expression);
            };
        }
        return all;
    }
}
