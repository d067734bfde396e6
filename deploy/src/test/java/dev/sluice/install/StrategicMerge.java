package dev.sluice.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' strategic merge patch, as far as the tree uses it: maps are merged, {@code null} removes, lists that have a merge
 * key are merged by it, all others are replaced.
 */
final class StrategicMerge {
    /** Merge keys of Kubernetes' API, by the list's name. */
    private static final Map<String, String> KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "volumes", "name",
            "env", "name",
            "volumeMounts", "mountPath",
            "topologySpreadConstraints", "topologyKey");

    private StrategicMerge() {}

    static void into(ObjectNode target, JsonNode patch) {
        patch.fields().forEachRemaining(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            JsonNode there = target.get(name);
            if (value.isNull()) {
                target.remove(name);
            } else if (value.isObject() && there instanceof ObjectNode map) {
                into(map, value);
            } else if (value.isArray()
                    && there instanceof ArrayNode list
                    && !key(name, list).isEmpty()) {
                merge(list, value, key(name, list));
            } else {
                target.set(name, bare(value));
            }
        });
    }

    /** Empty for a list that is replaced. */
    private static String key(String name, ArrayNode list) {
        if (name.equals("ports")) { // of a Service by port, of a container by containerPort
            return list.path(0).has("containerPort") ? "containerPort" : "port";
        }
        return KEYS.getOrDefault(name, "");
    }

    /** What the patch names comes first, as Kustomize has it. */
    private static void merge(ArrayNode list, JsonNode patches, String key) {
        ArrayNode merged = list.arrayNode();
        for (JsonNode patch : patches) {
            merged.add(merged(taken(list, key, patch), patch));
        }
        merged.addAll(list);
        list.removeAll().addAll(merged);
    }

    private static JsonNode merged(@Nullable ObjectNode item, JsonNode patch) {
        if (item == null) {
            return bare(patch);
        }
        into(item, patch);
        return item;
    }

    /** Takes the item out that the patch is about. */
    private static @Nullable ObjectNode taken(ArrayNode list, String key, JsonNode patch) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key).equals(patch.path(key))) {
                return (ObjectNode) list.remove(i);
            }
        }
        return null;
    }

    /** Without what is null: it would remove what is not there. */
    private static JsonNode bare(JsonNode value) {
        if (value instanceof ObjectNode map) {
            ObjectNode copy = map.objectNode();
            into(copy, map);
            return copy;
        }
        return value.deepCopy();
    }
}
