package dev.sluice.replica;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.wire.Capability;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reports of replicas and views of data planes, as tests need them. */
public final class Planes {
    public static final Epoch EPOCH = new Epoch("cluster", 0);

    private Planes() {}

    public static DataPlaneView plane(String node, String fleet) {
        return plane(node, fleet, Version.NONE);
    }

    public static DataPlaneView plane(String node, String fleet, Version serving) {
        DataPlaneView.Identity identity = new DataPlaneView.Identity(
                node, new FleetName(fleet), "", "test", "1", List.of(Capability.REPLICAS.text()));
        return new DataPlaneView(
                1,
                identity,
                Instant.EPOCH,
                serving,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DataPlaneView.Delivery.CURRENT,
                List.of(),
                0,
                "",
                Optional.empty());
    }

    public static Version version(Epoch epoch, long decision, Map<WatchKey, Long> consumed) {
        return new Version(epoch, decision, new Freshness(new TreeMap<>(consumed)), Digest.EMPTY);
    }

    public static ReplicaReport report(String name, Collection<DataPlaneView> planes) {
        return report(name, EPOCH, 0, Map.of(), Map.of(), planes);
    }

    public static ReplicaReport report(
            String name,
            Epoch epoch,
            long decision,
            Map<WatchKey, Long> consumed,
            Map<WatchKey, Long> lower,
            Collection<DataPlaneView> planes) {
        return new ReplicaReport(
                new ReplicaId(name, 1),
                name + ":7070",
                "1",
                true,
                true,
                epoch,
                new Freshness(new TreeMap<>(consumed)),
                decision,
                new TreeMap<>(lower),
                List.copyOf(planes));
    }

    public static Replicas all(ReplicaReport... reports) {
        Replicas all = Replicas.NONE;
        for (ReplicaReport report : reports) {
            all = all.with(report);
        }
        return all;
    }
}
