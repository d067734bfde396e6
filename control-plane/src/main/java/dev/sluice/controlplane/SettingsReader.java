package dev.sluice.controlplane;

import com.typesafe.config.Config;
import dev.sluice.api.ApiSettings;
import dev.sluice.api.event.FeedSettings;
import dev.sluice.cluster.ClusterSettings;
import dev.sluice.freshness.FreshnessSettings;
import dev.sluice.placement.PlacementSettings;
import dev.sluice.publish.Backoff;
import dev.sluice.publish.DiscoverySettings;
import dev.sluice.publish.HoldOff;
import dev.sluice.publish.StreamSettings;
import dev.sluice.settings.Section;
import dev.sluice.status.StatusSettings;
import dev.sluice.watch.kubernetes.Vigilance;
import dev.sluice.wire.UpdateSplitter;
import java.time.Duration;
import java.util.Optional;

/** Reads {@link ControlPlaneSettings} section by section, with the bounds of every value. */
final class SettingsReader {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private SettingsReader() {}

    static ControlPlaneSettings read(Config config, Section section) {
        Section routes = section.section("routes");
        ClusterSettings cluster = ClusterReader.read(section.section("cluster"));
        return new ControlPlaneSettings(
                TranslationReader.read(section),
                discovery(section.section("discovery")),
                streams(section.section("streams")),
                api(section.section("api")),
                holdOff(routes),
                routes.duration("reference-patience", Duration.ZERO, MINUTE),
                holdOff(section.section("endpoints")),
                section.integer("intake", 1, 1_000_000),
                status(section.section("status")),
                ReceiptReader.receipts(section.section("receipts")),
                ReceiptReader.events(section.section("receipts").section("events")),
                ReceiptReader.marks(section.section("receipts").section("annotations")),
                rollout(section.section("rollout")),
                freshness(section.section("freshness")),
                vigilance(section.section("freshness")),
                placement(section.section("placement")),
                advertised(section.section("discovery")),
                ClusterReader.replicaName(section.section("replica")),
                cluster,
                ClaimReader.read(section.section("claim"), cluster.finding()),
                config);
    }

    private static DiscoverySettings discovery(Section section) {
        return new DiscoverySettings(
                host(section),
                section.port("port"),
                (int) section.bytes("max-message-size", 16 * KIB, 64 * MIB),
                section.integer("max-data-planes", 1, 100_000),
                section.duration("hello-timeout", TENTH, MINUTE),
                section.duration("keep-alive-time", SECOND, HOUR),
                section.duration("keep-alive-timeout", SECOND, MINUTE),
                section.duration("permit-keep-alive-time", TENTH, HOUR),
                DiscoveryReader.security(section, host(section)));
    }

    private static StreamSettings streams(Section section) {
        return new StreamSettings(
                (int) section.bytes("max-update-size", KIB, UpdateSplitter.MAX_RESOURCE_BYTES),
                section.duration("ack-timeout", TENTH, HOUR),
                section.duration("command-timeout", TENTH, HOUR),
                section.integer("max-commands", 1, 10_000),
                backoff(section.section("nack-backoff")),
                section.integer("history-changes", 1, 1_000_000),
                section.integer("history-keys", 1, 100_000_000),
                section.integer("max-fleets", 1, 100_000));
    }

    private static ApiSettings api(Section section) {
        return new ApiSettings(
                host(section),
                section.port("port"),
                AccessReader.read(section.section("access")),
                events(section.section("events")));
    }

    private static FeedSettings events(Section section) {
        return new FeedSettings(
                section.integer("streams", 1, 10_000),
                section.duration("settle", MILLI, SECOND),
                section.duration("pace", MILLI, SECOND),
                section.integer("queue", 1, 10_000),
                section.integer("remembered", 1, 100_000),
                section.duration("heartbeat", TENTH, MINUTE),
                section.duration("longest", SECOND, Duration.ofDays(1)));
    }

    private static StatusSettings status(Section section) {
        return new StatusSettings(
                section.integer("in-flight", 1, 64),
                section.duration("pause", MILLI, MINUTE),
                section.duration("timeout", TENTH, MINUTE),
                section.integer("conflict-retries", 0, 100),
                backoff(section.section("retry")));
    }

    private static RolloutSettings rollout(Section section) {
        return RolloutReader.read(section, backoff(section.section("retry")));
    }

    private static FreshnessSettings freshness(Section section) {
        return new FreshnessSettings(
                section.duration("confirm-within", SECOND, HOUR),
                section.duration("peer-patience", SECOND, HOUR),
                section.duration("peer-spacing", SECOND, HOUR),
                section.duration("proof-life", SECOND, HOUR),
                section.duration("settle", SECOND, MINUTE),
                section.duration("raise-spacing", SECOND, HOUR));
    }

    /** A kind is asked before it counts as unconfirmed, and before its watch is given up: else both would happen at rest. */
    private static Vigilance vigilance(Section section) {
        Section watch = section.section("watch");
        Duration probe = watch.duration("probe-after", TENTH, section.duration("confirm-within", SECOND, HOUR));
        return new Vigilance(
                watch.duration("reopen-after", probe, HOUR),
                probe,
                watch.duration("compare-spacing", TENTH, MINUTE),
                watch.duration("catch-up", MILLI, MINUTE));
    }

    private static PlacementSettings placement(Section section) {
        return new PlacementSettings(
                section.integer("moves-per-second", 1, 1000),
                section.duration("patience", SECOND, HOUR),
                section.duration("change-over", TENTH, MINUTE));
    }

    /** Empty: what is bound. */
    private static Optional<String> advertised(Section section) {
        Optional<String> address = section.optional("advertise");
        address.ifPresent(text -> {
            if (!text.matches("[^\\s/]+:[0-9]{1,5}")) {
                throw section.invalid("advertise", text, "HOST:PORT under which data planes reach this replica");
            }
        });
        return address;
    }

    private static HoldOff holdOff(Section section) {
        Duration quiet = section.duration("quiet", MILLI, MINUTE);
        return new HoldOff(quiet, section.duration("latest", quiet, MINUTE));
    }

    static Backoff backoff(Section section) {
        Duration least = section.duration("least", MILLI, HOUR);
        return new Backoff(least, section.duration("most", least, HOUR));
    }

    static String host(Section section) {
        return section.optional("host").orElseThrow(() -> section.invalid("host", "''", "a host name or an address"));
    }
}
