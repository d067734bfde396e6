package dev.sluice.resource;

import dev.sluice.key.ResourceKey.EndpointSetKey;
import java.util.List;

/** The endpoints of one Service port: joined over all slices. The constructor sorts them and drops duplicates. */
public record EndpointSet(EndpointSetKey key, List<Endpoint> endpoints) implements Resource {
    public EndpointSet {
        endpoints = sorted(endpoints)
                ? List.copyOf(endpoints)
                : endpoints.stream().sorted().distinct().toList();
    }

    private static boolean sorted(List<Endpoint> endpoints) {
        for (int i = 1; i < endpoints.size(); i++) {
            if (endpoints.get(i - 1).compareTo(endpoints.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
