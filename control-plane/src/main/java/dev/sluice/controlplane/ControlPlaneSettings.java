package dev.sluice.controlplane;

import com.typesafe.config.Config;
import dev.sluice.api.ApiSettings;
import dev.sluice.claim.ClaimSettings;
import dev.sluice.cluster.ClusterSettings;
import dev.sluice.freshness.FreshnessSettings;
import dev.sluice.placement.PlacementSettings;
import dev.sluice.publish.DiscoverySettings;
import dev.sluice.publish.HoldOff;
import dev.sluice.publish.StreamSettings;
import dev.sluice.receipt.ReceiptSettings;
import dev.sluice.settings.InvalidSetting;
import dev.sluice.settings.Section;
import dev.sluice.status.EventSettings;
import dev.sluice.status.MarkSettings;
import dev.sluice.status.StatusSettings;
import dev.sluice.translate.Settings;
import dev.sluice.watch.kubernetes.Vigilance;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything of a control plane that can be set but the source of its objects.
 *
 * @param translation what translation depends on besides objects
 * @param routes how long changes of routes are collected
 * @param referencePatience how long a change waits for objects that it names and that have not been read
 * @param endpoints how long changes of endpoints are collected
 * @param intakeBound events that may wait to be taken in, routes and endpoints each
 * @param freshness how closely it is watched whether this replica is up to date
 * @param vigilance how closely watches of an API server are watched
 * @param placement how data planes are spread over replicas
 * @param advertised under which data planes reach this replica, as {@code host:port}; empty for what is bound
 * @param replicaName of this replica, unique among those that run
 * @param claims how it is seen that another control plane claims the same
 * @param config the whole configuration, for the actor system
 */
public record ControlPlaneSettings(
        Settings translation,
        DiscoverySettings discovery,
        StreamSettings streams,
        ApiSettings api,
        HoldOff routes,
        Duration referencePatience,
        HoldOff endpoints,
        int intakeBound,
        StatusSettings status,
        ReceiptSettings receipts,
        EventSettings events,
        MarkSettings marks,
        RolloutSettings rollout,
        FreshnessSettings freshness,
        Vigilance vigilance,
        PlacementSettings placement,
        Optional<String> advertised,
        String replicaName,
        ClusterSettings cluster,
        ClaimSettings claims,
        Config config) {
    /** Where the settings are in HOCON. */
    public static final String PATH = "sluice.control-plane";

    /**
     * Reads {@code sluice.control-plane} of the whole configuration.
     *
     * @throws InvalidSetting naming the first key whose value is impossible
     */
    public static ControlPlaneSettings of(Config config) {
        return SettingsReader.read(config, Section.of(config, PATH));
    }
}
