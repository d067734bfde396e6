package dev.sluice.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.install.Installation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the roles of an installation allow, as {@code verb group/resource}; namespaces are those of the roles. */
final class Rights {
    private Rights() {}

    static Set<String> of(Installation installation, String kind, String name, String namespace) {
        List<ObjectNode> roles = installation
                .of(kind)
                .filter(role -> role.at("/metadata/name").asText().equals(name)
                        && role.at("/metadata/namespace").asText().equals(namespace))
                .toList();
        if (roles.size() != 1) {
            throw new AssertionError("expected one " + kind + " " + namespace + "/" + name + ": " + roles);
        }
        Set<String> rights = new TreeSet<>();
        for (JsonNode rule : roles.getFirst().path("rules")) {
            for (JsonNode group : rule.path("apiGroups")) {
                for (JsonNode resource : rule.path("resources")) {
                    for (JsonNode verb : rule.path("verbs")) {
                        rights.add(new ApiCall(verb.asText(), group.asText(), resource.asText(), "").right());
                    }
                }
            }
        }
        return rights;
    }
}
