package dev.sluice.controlplane;

import com.typesafe.config.Config;
import dev.sluice.cluster.ArteryPort;
import dev.sluice.cluster.ClusterMeters;
import dev.sluice.cluster.ClusterPart;
import dev.sluice.cluster.ClusterParts;
import dev.sluice.cluster.ClusterSettings;
import dev.sluice.cluster.ClusterSettings.Finding;
import dev.sluice.cluster.ClusterView;
import dev.sluice.cluster.Leadership;
import dev.sluice.cluster.Listed;
import dev.sluice.cluster.Platform;
import dev.sluice.cluster.errand.ClusterErrands;
import dev.sluice.cluster.share.ShareParts;
import dev.sluice.cluster.share.SharedPeers;
import dev.sluice.publish.Meters;
import dev.sluice.replica.Alone;
import dev.sluice.replica.Peers;
import dev.sluice.replica.ReplicaId;
import dev.sluice.watch.narrow.Narrower;
import dev.sluice.watch.narrow.Origin;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The other replicas as this one meets them.
 *
 * @param part in the cluster; empty for a replica that is alone
 * @param view of the cluster, now
 * @param errands to data planes of the others
 */
record Company(Peers peers, Optional<ClusterPart> part, Supplier<ClusterView> view, Optional<ClusterErrands> errands)
        implements AutoCloseable {
    private static final Duration ERRAND_SLACK = Duration.ofSeconds(1);
    /** For other replicas at once. */
    private static final int MOST_ERRANDS = 64;

    /** None, unless a cluster is asked for. */
    static Company of(ControlPlaneSettings settings, Outside outside, MeterRegistry registry) {
        return settings.cluster().enabled() ? clustered(settings, outside, registry) : alone(settings);
    }

    private static Company alone(ControlPlaneSettings settings) {
        String name = settings.replicaName();
        return new Company(new Alone(id(name)), Optional.empty(), () -> ClusterView.alone(name), Optional.empty());
    }

    private static Company clustered(ControlPlaneSettings settings, Outside outside, MeterRegistry registry) {
        ClusterSettings cluster = ArteryPort.free(settings.cluster());
        Leadership leadership = new Leadership();
        Narrower narrower =
                new Narrower(Origin.API_SERVER, settings.translation().ingress().annotationsPrefix());
        SharedPeers peers = new SharedPeers(
                id(settings.replicaName() + ":" + cluster.port()),
                leadership,
                new ShareParts(cluster.sharing(), narrower, registry));
        ClusterErrands errands =
                new ClusterErrands(settings.streams().commandTimeout().plus(ERRAND_SLACK), MOST_ERRANDS);
        ClusterPart part = ClusterPart.start(new ClusterParts(
                cluster,
                config(settings),
                platform(cluster, outside),
                List.of(peers.actor(), errands.actor()),
                leadership));
        return new Company(
                peers,
                Optional.of(part),
                () -> ClusterView.of(peers.self().name(), part, leadership),
                Optional.of(errands));
    }

    private static ReplicaId id(String name) {
        return new ReplicaId(name, System.currentTimeMillis());
    }

    private static Platform platform(ClusterSettings cluster, Outside outside) {
        return switch (cluster.finding()) {
            case Finding.Founding founding -> new Listed(List.of());
            case Finding.Seeds(List<String> nodes) -> new Listed(nodes);
            case Finding.Service service ->
                outside.kubernetes()
                        .orElseThrow(() -> new IllegalArgumentException("--cluster-service " + service.name()
                                + ": expected an API server to ask for its endpoints, not --manifests"));
        };
    }

    /** The settings of the cluster's actor systems stand over those of this control plane's. */
    private static Config config(ControlPlaneSettings settings) {
        String path = ControlPlaneSettings.PATH;
        Config all = settings.config();
        return all.getConfig(path + ".cluster.akka")
                .atPath("akka")
                .withFallback(all.getConfig(path + ".akka").atPath("akka"))
                .withFallback(all);
    }

    void register(Meters meters) {
        part.ifPresent(now -> ClusterMeters.register(meters, now, peers::leading));
    }

    /** Leaves the others in order. */
    @Override
    public void close() {
        part.ifPresent(ClusterPart::close);
        peers.close();
    }
}
