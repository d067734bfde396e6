package dev.sluice.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** JSON Patch (RFC 6902): add, replace, remove and test. What does not fit fails. */
final class PatchOperations {
    private PatchOperations() {}

    static void into(ObjectNode target, JsonNode operations, String place) {
        for (JsonNode operation : operations) {
            List<String> path = path(operation.path("path").asText());
            JsonNode parent = target;
            for (String step : path.subList(0, path.size() - 1)) {
                parent = parent instanceof ArrayNode list ? list.path(Integer.parseInt(step)) : parent.path(step);
            }
            apply(operation, parent, path.getLast(), place + ": " + operation);
        }
    }

    /** RFC 6901. */
    private static List<String> path(String pointer) {
        List<String> path = new ArrayList<>();
        for (String step : pointer.substring(1).split("/", -1)) {
            path.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return path;
    }

    private static void apply(JsonNode operation, JsonNode parent, String last, String place) {
        JsonNode value = operation.path("value");
        boolean there = parent instanceof ArrayNode list
                ? !last.equals("-") && Integer.parseInt(last) < list.size()
                : parent.has(last);
        String op = operation.path("op").asText();
        if (parent.isMissingNode() || (!there && !op.equals("add"))) {
            throw new AssertionError(place + ": there is nothing");
        }
        switch (op) {
            case "add" -> add(parent, last, value);
            case "replace" -> replace(parent, last, value);
            case "remove" -> ((ObjectNode) parent).remove(last);
            case "test" -> {
                JsonNode found = parent instanceof ArrayNode list ? list.get(Integer.parseInt(last)) : parent.get(last);
                if (!value.equals(found)) {
                    throw new AssertionError(place + ": found " + found);
                }
            }
            default -> throw new AssertionError(place + ": expected add, replace, remove or test");
        }
    }

    private static void add(JsonNode parent, String last, JsonNode value) {
        if (!(parent instanceof ArrayNode list)) {
            ((ObjectNode) parent).set(last, value.deepCopy());
        } else if (last.equals("-")) {
            list.add(value.deepCopy());
        } else {
            list.insert(Integer.parseInt(last), value.deepCopy());
        }
    }

    private static void replace(JsonNode parent, String last, JsonNode value) {
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(last), value.deepCopy());
        } else {
            ((ObjectNode) parent).set(last, value.deepCopy());
        }
    }
}
