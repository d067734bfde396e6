package dev.sluice.receipt.book;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedSlice;
import java.util.Optional;

/** What has been seen of the source at one moment; empty before anything was. A value. */
public record Observed(Optional<ClusterState> objects, Optional<EndpointState> endpoints) {
    public static final Observed NOTHING = new Observed(Optional.empty(), Optional.empty());

    Optional<ObservedObject> object(ObjectKey key) {
        return objects.map(state -> state.objects().get(key));
    }

    Optional<ObservedSlice> slice(ObjectKey key) {
        return endpoints.map(state -> state.slices().get(key));
    }
}
