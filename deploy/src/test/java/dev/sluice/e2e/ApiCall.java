package dev.sluice.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A call of the API server, as RBAC sees it.
 *
 * @param group empty for the core
 * @param resource with its subresource, as {@code ingresses/status}
 * @param namespace empty for all namespaces and for what has none
 */
record ApiCall(String verb, String group, String resource, String namespace) implements Comparable<ApiCall> {
    static ApiCall of(String method, String target) {
        int query = target.indexOf('?');
        List<String> path = Arrays.stream((query < 0 ? target : target.substring(0, query)).split("/"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toList());
        boolean core = path.getFirst().equals("api");
        String group = core ? "" : path.get(1);
        List<String> rest = path.subList(core ? 2 : 3, path.size());
        boolean within = rest.getFirst().equals("namespaces") && rest.size() > 2;
        List<String> object = within ? rest.subList(2, rest.size()) : rest;
        String resource = object.getFirst() + (object.size() > 2 ? "/" + object.get(2) : "");
        boolean watched = query >= 0 && target.substring(query).contains("watch=true");
        return new ApiCall(verb(method, object.size() > 1, watched), group, resource, within ? rest.get(1) : "");
    }

    private static String verb(String method, boolean named, boolean watched) {
        return switch (method) {
            case "GET" -> watched ? "watch" : named ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> throw new AssertionError("a call by " + method);
        };
    }

    /** Without the place. */
    String right() {
        return verb + " " + (group.isEmpty() ? "" : group + "/") + resource;
    }

    @Override
    public int compareTo(ApiCall other) {
        return toString().compareTo(other.toString());
    }
}
