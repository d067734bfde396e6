package dev.sluice.resource;

import dev.sluice.key.ResourceKey.EndpointSetKey;
import java.util.List;

/** The endpoints of one Service port: joined over all slices, without duplicates, sorted. */
public record EndpointSet(EndpointSetKey key, List<Endpoint> endpoints) implements Resource {
    public EndpointSet {
        endpoints = List.copyOf(endpoints);
    }
}
