package dev.sluice.receipt.book;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import dev.sluice.replica.Placed;
import dev.sluice.replica.ReplicaId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Data planes and versions as tests need them. */
public final class Planes {
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    public static final Epoch EPOCH = new Epoch("test", 1);
    public static final WatchKey INGRESSES = new WatchKey(ObjectKind.INGRESS, "");
    private static final ReplicaId HERE = new ReplicaId("here", 1);

    private Planes() {}

    /** A version that has consumed so many Ingresses; equal contents have equal digests. */
    public static Version version(long ingresses, int content) {
        return new Version(EPOCH, 0, Freshness.NONE.with(INGRESSES, ingresses), digest(content));
    }

    public static Digest digest(int content) {
        return new Digest(content, 0, 0, 0);
    }

    public static Placed current(String node, String fleet, Version serving, String... refused) {
        return view(node, fleet, serving, Delivery.CURRENT, Optional.of(NOON), refused);
    }

    public static Placed unheard(String node, String fleet, Version serving) {
        return view(node, fleet, serving, Delivery.SENDING, Optional.empty());
    }

    public static Placed view(
            String node,
            String fleet,
            Version serving,
            Delivery delivery,
            Optional<Instant> answered,
            String... refused) {
        boolean waits = delivery == Delivery.LAGGING || delivery == Delivery.SENDING;
        return new Placed(
                HERE,
                new DataPlaneView(
                        1,
                        new DataPlaneView.Identity(node, new FleetName(fleet), "", "test", "1", List.of()),
                        NOON,
                        serving,
                        answered,
                        waits ? Optional.of(version(Long.MAX_VALUE, -1)) : Optional.empty(),
                        waits ? Optional.of(NOON.plusSeconds(7)) : Optional.empty(),
                        delivery,
                        List.of(refused).stream()
                                .map(id -> new RefusedResource(new ResourceKey.RouteKey(id), "no such policy", false))
                                .toList(),
                        0,
                        "",
                        Optional.empty()));
    }
}
