package dev.sluice.dataplane;

import com.typesafe.config.Config;
import dev.sluice.key.FleetName;
import dev.sluice.observe.LogFormat;
import dev.sluice.resource.IpAddress;
import dev.sluice.settings.Section;
import dev.sluice.sync.SyncSettings;
import dev.sluice.sync.disk.StateKeys;
import dev.sluice.sync.disk.StateOwner;
import dev.sluice.tls.TlsSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a data plane is told.
 *
 * @param all of which the rest was read; Akka reads its own part of it
 * @param node unique name
 * @param zone empty if unknown
 * @param listeners where traffic is accepted, one at least; port 0 takes a free one
 * @param tls how TLS is spoken with clients
 * @param front how it stands behind load balancers
 * @param warmUp how long it practises at most before it is ready, 0 for not at all
 * @param handover how it follows another data plane on this machine
 * @param admin where the admin port is
 * @param accessLog {@code off}, {@code stdout} or a file
 * @param accessLogFormat how its lines look
 * @param recentRequests whose facts are remembered, 0 for none
 * @param drain how the end begins
 * @param tunnels WebSockets and other upgrades
 */
public record DataPlaneSettings(
        Config all,
        String node,
        FleetName fleet,
        String zone,
        EngineSettings engine,
        List<Listen> listeners,
        TlsSettings tls,
        FrontSettings front,
        Duration warmUp,
        HandoverSettings handover,
        InetSocketAddress admin,
        String accessLog,
        LogFormat accessLogFormat,
        int recentRequests,
        Drain drain,
        TunnelSettings tunnels,
        SyncSettings sync,
        DnsSettings dns) {
    private static final String PATH = "sluice.data-plane";
    private static final int MOST_RECENT = 1_000_000;
    private static final Duration MOST_WARM_UP = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    /**
     * How the end begins.
     *
     * @param grace how long connections are still accepted after readiness has been withdrawn
     * @param spread within which idle connections are closed after that, each at a moment of its own
     * @param timeout how long what is under way may take after that
     */
    public record Drain(Duration grace, Duration spread, Duration timeout) {}

    /**
     * Reads {@code sluice.data-plane}, and what may not stand in settings from the environment of this process.
     *
     * @throws dev.sluice.settings.InvalidSetting for a value that cannot be
     * @throws IllegalArgumentException for a variable that cannot be
     */
    public static DataPlaneSettings of(Config all) {
        return of(all, System.getenv());
    }

    /** @param environment where {@link StateKeys} are looked for */
    static DataPlaneSettings of(Config all, Map<String, String> environment) {
        Section section = Section.of(all, PATH);
        FleetName fleet = section.parsed("fleet", FleetName::new, "1 to 63 of a-z, 0-9 and '-'");
        StateOwner owner =
                section.parsed("cluster", cluster -> new StateOwner(cluster, fleet), "at most 63 of a-z, 0-9 and '-'");
        EngineSettings engine = EngineSettings.read(section);
        return new DataPlaneSettings(
                all,
                section.optional("node").orElseGet(DataPlaneSettings::hostName),
                fleet,
                section.text("zone"),
                engine,
                ListenSettings.read(section),
                TlsSection.read(section.section("tls")),
                FrontSettings.read(section),
                section.duration("warm-up", Duration.ZERO, MOST_WARM_UP),
                handover(section.section("handover")),
                address(section, "admin-bind", "admin-port"),
                section.text("access-log"),
                section.choice("access-log-format", LogFormat.class),
                section.integer("recent-requests", 0, MOST_RECENT),
                drain(section.section("drain")),
                TunnelSettings.read(section.section("tunnels")),
                SyncSettings.read(section, owner, StateKeys.of(environment)),
                DnsSettings.read(section.section("names")));
    }

    private static HandoverSettings handover(Section section) {
        return new HandoverSettings(
                section.optional("socket").map(Path::of), section.duration("patience", Duration.ZERO, LONGEST));
    }

    private static Drain drain(Section section) {
        Duration timeout = section.duration("timeout", Duration.ZERO, LONGEST);
        return new Drain(
                section.duration("grace", Duration.ZERO, LONGEST),
                section.duration("spread", Duration.ZERO, timeout),
                timeout);
    }

    private static InetSocketAddress address(Section section, String address, String port) {
        IpAddress ip = IpAddress.parse(section.text(address))
                .orElseThrow(() -> section.invalid(address, section.text(address), "an IP address of this machine"));
        return new InetSocketAddress(ip.toInetAddress(), section.port(port));
    }

    /** In a container the name of the pod; where nothing tells it, the process id keeps names apart. */
    private static String hostName() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElseGet(() -> {
                    try {
                        return InetAddress.getLocalHost().getHostName();
                    } catch (UnknownHostException e) {
                        return "data-plane-" + ProcessHandle.current().pid();
                    }
                });
    }
}
