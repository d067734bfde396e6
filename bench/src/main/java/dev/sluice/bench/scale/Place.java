package dev.sluice.bench.scale;

import java.util.List;
import java.util.Optional;

/**
 * What a path of the API names.
 *
 * @param namespace empty for all, and for kinds without one
 * @param name empty for the collection
 */
record Place(Kind kind, String namespace, String name) {
    /** Of {@code /api/v1/...} or {@code /apis/GROUP/v1/...}; empty if there is nothing. */
    static Optional<Place> of(String path) {
        List<String> parts = List.of(path.substring(1).split("/"));
        int at = parts.get(0).equals("apis") ? 3 : 2;
        if (parts.size() <= at) {
            return Optional.empty();
        }
        List<String> rest = parts.subList(at, parts.size());
        boolean within = rest.get(0).equals("namespaces") && rest.size() > 2;
        String namespace = within ? rest.get(1) : "";
        List<String> what = within ? rest.subList(2, rest.size()) : rest;
        return Kind.ofPlural(what.get(0)).map(kind -> new Place(kind, namespace, what.size() > 1 ? what.get(1) : ""));
    }
}
